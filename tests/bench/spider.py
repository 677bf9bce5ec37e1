"""The peer of fetching: Scrapy over the same site. usage: python spider.py HOSTS PORT [extract]   (in Scrapy's environment)"""

from __future__ import annotations

import sys

import scrapy
from scrapy.crawler import CrawlerProcess

HOSTS, PORT, EXTRACTS = int(sys.argv[1]), int(sys.argv[2]), "extract" in sys.argv


class Spider(scrapy.Spider):
    name = "bench"
    start_urls = [f"http://127.0.0.{number + 2}:{PORT}/list/" for number in range(HOSTS)]  # noqa: RUF012  # Scrapy's form
    pages = 0

    def parse(self, response):  # type: ignore[no-untyped-def]
        for address in response.xpath("//ul[@class='list']//a/@href").getall():
            yield response.follow(address, self.page)

    def page(self, response):  # type: ignore[no-untyped-def]
        if EXTRACTS:
            import trafilatura

            read = trafilatura.extract(response.body, output_format="json", with_metadata=True, url=response.url)
            assert read
        Spider.pages += 1
        return {}


process = CrawlerProcess(
    {"LOG_LEVEL": "ERROR", "ROBOTSTXT_OBEY": True, "TELNETCONSOLE_ENABLED": False, "CONCURRENT_REQUESTS": 32, "DOWNLOAD_DELAY": 0,
     "CONCURRENT_REQUESTS_PER_DOMAIN": 8}
)  # fmt: skip
process.crawl(Spider)
process.start()
print(Spider.pages)
