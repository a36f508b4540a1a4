"""chDB (ClickHouse in a process) over the compressed files, the records kept as JSON text."""

import sys

import chdb

QUERY = """
select record from (
  select arrayJoin(JSONExtractArrayRaw(json, 'Records')) as record,
         JSONExtractString(record, 'eventSource') as source,
         JSONExtractString(record, 'eventName') as name
  from file('{folder}/**/*.gz', 'JSONAsString')
)
where source in ('s3.amazonaws.com', 'kms.amazonaws.com')
   or (source = 'sts.amazonaws.com' and name = 'AssumeRoleWithWebIdentity')
   or (source = 'ecs.amazonaws.com' and name = 'RunTask')
settings max_threads = 2, max_block_size = 16
"""

if __name__ == "__main__":
    result = chdb.query(QUERY.format(folder=sys.argv[1]), "TSVRaw")
    sys.stdout.buffer.write(result.bytes())
