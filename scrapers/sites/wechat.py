"""WeChat accounts (mp.weixin.qq.com): a script shows the text, hidden before; the account is the publisher."""

from scrapers.family import Family

FAMILY = Family(
    id="wechat",
    addresses=(r"^/s(?:/[\w-]+)?$",),
    marks=("#js_content",),
    body=("#js_content",),
    title=("#activity-name",),
    source=("#js_name",),
)
