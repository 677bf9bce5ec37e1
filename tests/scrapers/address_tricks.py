"""Ways to lead a visitor to an address that is not meant for strangers: how hosts are written, redirects, name answers.

`{port}` stands for the port of a site on loopback that must never hear of the visit.
"""

# Hosts that a watchlist or a listing's links might name.
HOSTS = (
    # 127.0.0.1 as text
    "127.0.0.1", "127.0.0.1.", "127.1", "127.0.1", "127.000.000.001", "2130706433", "017700000001", "0x7f000001", "0X7F000001",
    "0x7f.1", "0x7f.0.0.1", "0177.0.0.1", "0177.0.0.01", "0x7f.0x0.0x0.0x1", "127.0.0.0x1", "00000177.1",
    "127.127.127.127", "localhost", "LOCALHOST", "localhost.", "LocalHost.",
    # other scripts, which IDNA makes ASCII of
    "１２７.０.０.１", "①②⑦.⓪.⓪.①", "127。0。0。1", "127．0．0．1", "127｡0｡0｡1", "ⓛⓞⓒⓐⓛⓗⓞⓢⓣ", "𝟏𝟐𝟕.𝟎.𝟎.𝟏", "loc\u00adalhost",
    # IPv6
    "[::1]", "[0:0:0:0:0:0:0:1]", "[0000::0001]", "[::]", "[::127.0.0.1]", "[::ffff:127.0.0.1]", "[::ffff:7f00:1]",
    "[0:0:0:0:0:ffff:7f00:1]", "[::FFFF:127.0.0.1]", "[64:ff9b::127.0.0.1]", "[64:ff9b:1::7f00:1]", "[2002:7f00:1::]",
    "[2001:0:7f00:1::]", "[fe80::1]", "[fe80::1%25lo]", "[fe80::1%lo]", "[fec0::1]", "[fc00::1]", "[fd00:ec2::254]", "[ff02::1]",
    # nothing, everything, broadcast
    "0", "0.0.0.0", "0x0", "255.255.255.255", "224.0.0.1",
    # private networks and clouds' metadata
    "10.0.0.1", "10.1", "0xa000001", "172.16.0.1", "172.31.255.254", "192.168.0.1", "0xc0a80001", "100.64.0.1", "198.18.0.1",
    "169.254.169.254", "2852039166", "0xa9fea9fe", "0251.0376.0251.0376", "169.254.43518", "[::ffff:169.254.169.254]",
    "[::ffff:a9fe:a9fe]", "100.100.100.200", "168.63.129.16", "192.0.0.192",
    # no host at all, or two
    "127.0.0.1%00.county.example", "%31%32%37.0.0.1", "127.0.0.1%2f.county.example", "county.example@127.0.0.1",
    "county.example:80@127.0.0.1", "127.0.0.1#@county.example", "127.0.0.1?.county.example", "127.0.0.1\\.county.example",
    "127.0.0.1\t", "127.0.0.1\r\nHost: county.example", "[127.0.0.1]", "[::1", "..127.0.0.1", "-127.0.0.1",
)  # fmt: skip

# Where a page of the source's own host redirects to.
REDIRECTS = (
    "http://127.0.0.1:{port}/secret", "//127.0.0.1:{port}/secret", "http:\\\\127.0.0.1:{port}\\secret", "\\\\127.0.0.1:{port}/secret",
    "http://2130706433:{port}/secret", "http://0x7f.1:{port}/secret", "http://[::1]:{port}/secret", "http://[::ffff:127.0.0.1]:{port}/secret",
    "http://localhost:{port}/secret", "http://own@127.0.0.1:{port}/secret", "http://127.0.0.1:{own}@127.0.0.1:{port}/secret",
    "http://127.0.0.1:{own}#@127.0.0.1:{port}/secret/", "http://127.0.0.1:{own}\\@127.0.0.1:{port}/secret",
    "http://127.0.0.1:0{port}/secret", "http://127.0.0.1:+{port}/secret", "http://127.0.0.1:{port}%2f/secret", "hTTp://127.0.0.1:{port}/secret",
    "https://127.0.0.1:{port}/secret", "http:127.0.0.1:{port}/secret", "http:///127.0.0.1:{port}/secret", " http://127.0.0.1:{port}/secret",
    "http://127.0.0.1:{port}/secret\r\nX: y", "http://169.254.169.254/latest/meta-data/", "http://metadata.google.internal/",
    "file:///etc/passwd", "FILE:///etc/passwd", "gopher://127.0.0.1:{port}/_GET", "ftp://127.0.0.1:{port}/secret", "dict://127.0.0.1:{port}/",
    "data:text/html,secret", "javascript:alert(1)", "jar:http://127.0.0.1:{port}/secret!/", "unix:///var/run/docker.sock",
    "ws://127.0.0.1:{port}/secret", "view-source:http://127.0.0.1:{port}/secret", "about:blank", "http://１２７.０.０.１:{port}/secret",
)  # fmt: skip

# What a name server says of a name that looks public.
ANSWERS = (
    ("127.0.0.1",), ("127.0.0.53",), ("10.0.0.1",), ("172.20.0.1",), ("192.168.1.1",), ("169.254.169.254",), ("100.100.100.200",),
    ("168.63.129.16",), ("0.0.0.0",), ("::1",), ("::",), ("::ffff:127.0.0.1",), ("::ffff:10.0.0.1",), ("64:ff9b::7f00:1",),
    ("64:ff9b::a9fe:a9fe",), ("2002:7f00:1::",), ("fe80::1",), ("fe80::1%eth0",), ("fd00:ec2::254",), ("fc00::1",), ("ff02::1",),
    # several at once: one that is private is enough, wherever it stands
    ("8.8.8.8", "127.0.0.1"), ("127.0.0.1", "8.8.8.8"), ("2400:3200::1", "::1"), ("8.8.8.8", "1.1.1.1", "10.0.0.1"),
)  # fmt: skip
