"""DuckDB over the compressed files, the records kept as JSON text."""

import sys

import duckdb

QUERY = """
copy (
  select record from (
    select unnest(Records) as record
    from read_json('{folder}/**/*.gz', format = 'unstructured', columns = {{'Records': 'JSON[]'}},
                   maximum_object_size = 1073741824)
  )
  where record->>'$.eventSource' in ('s3.amazonaws.com', 'kms.amazonaws.com')
     or (record->>'$.eventSource' = 'sts.amazonaws.com'
         and record->>'$.eventName' = 'AssumeRoleWithWebIdentity')
     or (record->>'$.eventSource' = 'ecs.amazonaws.com' and record->>'$.eventName' = 'RunTask')
) to '/dev/stdout' (format csv, header false, quote '', escape '', delimiter '\\x01')
"""

if __name__ == "__main__":
    duckdb.execute("set threads = 2")
    duckdb.execute("set preserve_insertion_order = false")
    duckdb.execute(QUERY.format(folder=sys.argv[1]))
