#!/usr/bin/env python3
"""What an engine that is not ours finds: pySigma turns rules into SQL, SQLite runs it over real logs.

    pip install pysigma pysigma-backend-sqlite
    sigma_oracle.py --rules DIR... --logs DIR... > expected-matches.tsv

Prints a line for each rule that matches anything: pack, rule id, kind, number of matches, and the
64-bit FNV-1a hash of the sorted event ids, joined by commas. A detection counts records (each
eventID once); a correlation counts groups, and names them in place of events.

The only things this script does by itself:
- it flattens records into a table, one column for each field that a rule names: a text as it is, a
  number or a yes or no as JSON writes it, an object or a list as compact JSON, what is missing or
  null as NULL; a list on the way to a field is entered, and one value found stands for itself;
- columns compare without case, as Sigma asks, and `expression REGEXP text` is Python's re.search;
- a correlation that refers to rules by title, which pySigma refuses, gets their titles as names.
"""
import argparse, glob, gzip, json, os, re, sqlite3, sys

import yaml
from sigma.backends.sqlite import sqliteBackend
from sigma.collection import SigmaCollection
from sigma.correlations import SigmaCorrelationRule


def records(folders):
    """Every record of every log below the folders, each eventID once."""
    seen = set()
    for folder in folders:
        for path in sorted(glob.glob(folder + '/**/*.json*', recursive=True)):
            opened = gzip.open(path) if path.endswith('.gz') else open(path, 'rb')
            with opened as file:
                # Numbers stay as they are written.
                content = json.load(file, parse_float=str, parse_int=str)
            found = content.get('Records', [content]) if isinstance(content, dict) else content
            for record in found:
                if 'eventName' in record and record.get('eventID') not in seen:
                    seen.add(record.get('eventID'))
                    yield record


def values(value, names):
    """What a dotted path leads to, through lists."""
    if isinstance(value, list) and names:
        return [found for element in value for found in values(element, names)]
    if not names:
        return [value]
    if isinstance(value, dict) and names[0] in value:
        return values(value[names[0]], names[1:])
    return []


def column(record, field):
    found = [value for value in values(record, field.split('.')) if value is not None]
    if not found:
        return None
    value = found[0] if len(found) == 1 else found
    if isinstance(value, bool):
        return 'true' if value else 'false'
    if isinstance(value, (dict, list)):
        return json.dumps(value, separators=(',', ':'), ensure_ascii=False)
    return str(value)


def fields(node, found):
    """The fields that a rule's YAML names: keys of selections, group-by, conditions."""
    if isinstance(node, list):
        for element in node:
            fields(element, found)
    if isinstance(node, dict):
        for key, value in node.items():
            name, *modifiers = key.split('|')
            if 'fieldref' in modifiers:
                found.update([value] if isinstance(value, str) else value)
            if isinstance(value, dict):
                fields(value, found)
            elif key not in ('condition', 'title', 'timeframe'):
                found.add(name)
                fields(value, found)


def documents(text):
    found = [document for document in yaml.safe_load_all(text) if document]
    wanted = {name for document in found for name in document.get('correlation', {}).get('rules', [])}
    for document in found:
        if document['title'] in wanted and 'name' not in document:
            document['name'] = document['title']
    return found


def table(rows, names):
    base = sqlite3.connect(':memory:')
    base.create_function('REGEXP', 2, lambda pattern, text: text is not None and bool(re.search(pattern, text)))
    base.execute('CREATE TABLE logs (%s)' % ', '.join('`%s` TEXT COLLATE NOCASE' % name for name in names))
    mark = ','.join('?' * len(names))
    base.executemany('INSERT INTO logs VALUES (%s)' % mark, rows)
    return base


def answers(base, rule):
    """The kind of a rule, and what it matches: event ids, or groups of a correlation."""
    cursor = base.execute(rule.get_conversion_result()[0])
    keys = [entry[0] for entry in cursor.description]
    if isinstance(rule, SigmaCorrelationRule):
        return rule.type.name.lower(), sorted({row[keys.index('group_keys')] for row in cursor})
    return 'detection', sorted({row[keys.index('eventID')] for row in cursor})


def converted(documents):
    """The rules of a file; those that a correlation counts are asked by themselves, too."""
    rules = []
    for correlates in (False, True):
        if correlates and not any('correlation' in document for document in documents):
            break
        chosen = documents if correlates else [d for d in documents if 'detection' in d]
        if chosen:
            collection = SigmaCollection.from_dicts(chosen)
            sqliteBackend().convert(collection)
            rules += [r for r in collection.rules if isinstance(r, SigmaCorrelationRule) == correlates]
    return rules


def fnv(text):
    value = 0xCBF29CE484222325
    for byte in text.encode():
        value = (value ^ byte) * 0x100000001B3 % 2**64
    return '%016x' % value


def main():
    parser = argparse.ArgumentParser(description=__doc__.split('\n')[0])
    parser.add_argument('--rules', nargs='+', required=True)
    parser.add_argument('--logs', nargs='+', required=True)
    parser.add_argument('--verbose', action='store_true', help='the matches themselves')
    options = parser.parse_args()
    packs = {}
    names = {'eventID', 'eventTime', 'timestamp'}
    for folder in options.rules:
        for path in sorted(glob.glob(folder + '/**/*.yml', recursive=True)):
            found = documents(open(path, encoding='utf-8').read())
            packs.setdefault(os.path.basename(folder.rstrip('/')), []).append((path, found))
            for document in found:
                fields(document.get('detection', {}), names)
                correlation = document.get('correlation', {})
                names.update(correlation.get('group-by', []))
                names.update(filter(None, [correlation.get('condition', {}).get('field')]))
    names = sorted(names)
    rows = []
    for record in records(options.logs):
        row = [record.get('eventTime') if name == 'timestamp' else column(record, name) for name in names]
        rows.append(row)
    base = table(rows, names)
    print('records\t%d' % len(rows))
    for pack, files in packs.items():
        seen = set()
        for path, found in files:
            for rule in converted(found):
                if str(rule.id) in seen:
                    continue
                seen.add(str(rule.id))
                kind, matches = answers(base, rule)
                if not matches:
                    continue
                print('\t'.join([pack, str(rule.id), kind, str(len(matches)), fnv(','.join(matches))]))
                if options.verbose:
                    print('\n'.join('  ' + match for match in matches))


if __name__ == '__main__':
    main()
