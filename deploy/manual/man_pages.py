"""Manual pages, in the macros of man(7)."""

FILES = """\
.SH FILES
.TP
.I /etc/pitel_exporter/pitel_exporter.yml
The configuration of the service, see
.BR pitel_exporter.yml (5).
.TP
.I /etc/pitel_exporter/keys
API keys and tokens for the service. The file NAME is
.I /run/credentials/pitel_exporter.service/key_NAME
in the configuration.
.TP
.I /etc/default/pitel_exporter
Further flags of the service.
"""
COMMAND_END = f"""\
.SH SIGNALS
SIGTERM and SIGINT stop the exporter within a second. SIGHUP reloads its
configuration.
.SH EXIT STATUS
.TP
.B 0
It stopped as requested. With
.BR \\-\\-config.check ,
.B \\-\\-once
or
.BR \\-\\-healthcheck :
the configuration is valid, every target was polled, or the exporter is healthy.
.TP
.B 1
It could not start: for example, the configuration is invalid or an address is
taken. With
.B \\-\\-once
or
.BR \\-\\-healthcheck :
a poll failed, or the exporter is not healthy.
.TP
.B 2
Usage error.
{FILES}.SH SEE ALSO
.BR pitel_exporter.yml (5),
.BR prometheus (1)
"""
CONFIGURATION_END = f"""\
{FILES}.SH SEE ALSO
.BR pitel_exporter (1)
"""


def escape(text):
    text = text.replace("\\", "\\e").replace("-", "\\-").replace("'", "\\(aq")
    return "\\&" + text if text.startswith((".", "'")) else text


def paragraph(lines):
    return "".join(f"{escape(line)}\n" if line else ".PP\n" for line in lines)


def header(name, section, version, summary):
    return (
        f'.TH {name.upper()} {section} "" "pitel_exporter {version}"\n'
        f".SH NAME\n{escape(name)} \\- {escape(summary)}\n"
    )


def term(text, depth_change=""):
    return f"{depth_change}.TP\n{text}\n"


def flag_head(flag):
    names = ", ".join(f"\\fB{escape(name)}\\fR" for name in flag.names)
    if not flag.value:
        return names
    optional = flag.value.startswith("[")
    word = escape(flag.value.strip("[]"))
    return f"{names}[=\\fI{word}\\fR]" if optional else f"{names}=\\fI{word}\\fR"


def command_page(version, summary, flags):
    page = header(
        "pitel_exporter",
        1,
        version,
        "Prometheus exporter for the Pitel cloud PBX",
    )
    page += ".SH SYNOPSIS\n.B pitel_exporter\n[\\fIOPTION\\fR]...\n"
    page += f".SH DESCRIPTION\n{paragraph([summary])}.SH OPTIONS\n"
    for flag in flags:
        page += term(flag_head(flag)) + paragraph([flag.text])
        if flag.excludes:
            others = " or ".join(flag.excludes)
            page += paragraph([f"Cannot be combined with {others}."])
    return page + COMMAND_END


def configuration_page(version, introduction, options):
    page = header(
        "pitel_exporter.yml", 5, version, "configuration of pitel_exporter"
    )
    page += f".SH DESCRIPTION\n{paragraph(introduction)}.SH OPTIONS\n"
    depth = 0
    for option in options:
        page += ".RS\n" * (option.depth - depth)
        page += ".RE\n" * (depth - option.depth)
        depth = option.depth
        heads = [f"\\fB{escape(key)}\\fR" for key in option.keys]
        page += term("\n.TQ\n".join(heads)) + paragraph(option.text)
    return page + ".RE\n" * depth + CONFIGURATION_END
