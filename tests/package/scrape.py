"""Scrapes without a pause until its input ends, each time anew; then prints the
number of pages, of failures and the longest time between two pages, in seconds.

    scrape.py URL
"""

import select
import sys
import time
import urllib.request

pages = failures = 0
longest = 0.0
last = time.monotonic()
while not select.select([sys.stdin], [], [], 0.02)[0]:
    try:
        with urllib.request.urlopen(sys.argv[1], timeout=10) as response:
            response.read()
    except OSError:
        failures += 1
        continue
    pages += 1
    longest = max(longest, time.monotonic() - last)
    last = time.monotonic()
print(pages, failures, f"{longest:.3f}")
