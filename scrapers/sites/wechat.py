"""WeChat public accounts (mp.weixin.qq.com): the text is hidden until a script shows it, the account is the publisher."""

from scrapers.family import Family

FAMILY = Family(
    id="wechat",
    addresses=(r"^/s(?:/[\w-]+)?$",),
    body=("#js_content",),
    title=("#activity-name",),
    source=("#js_name",),
)
