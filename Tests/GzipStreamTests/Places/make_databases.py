#!/usr/bin/env python3
"""Makes the two small databases beside this script: addresses set aside for documentation.

    pip install mmdb_writer
    make_databases.py
"""
import pathlib

from mmdb_writer import MMDBWriter
from netaddr import IPSet

folder = pathlib.Path(__file__).parent

city = MMDBWriter(6, 'Example-City', languages=['en'], ipv4_compatible=True, description='made by trailscan')
city.insert_network(IPSet(['203.0.113.0/24']), {
    'country': {'iso_code': 'DE'}, 'city': {'names': {'en': 'Berlin', 'fr': 'Berlin'}}})
city.insert_network(IPSet(['198.51.100.0/24']), {'registered_country': {'iso_code': 'FR'}})
city.insert_network(IPSet(['2001:db8::/32']), {'country': {'iso_code': 'JP'}})
city.to_db_file(str(folder / 'city.mmdb'))

systems = MMDBWriter(6, 'Example-ASN', languages=['en'], ipv4_compatible=True, description='made by trailscan',
                     int_type='u32')
systems.insert_network(IPSet(['203.0.113.64/26']), {
    'autonomous_system_number': 64500, 'autonomous_system_organization': 'Example Hosting'})
systems.to_db_file(str(folder / 'asn.mmdb'))
