"""What shells offer after `pitel_exporter --`."""

BASH = """\
# bash completion for pitel_exporter
_pitel_exporter() {{
  local current=${{COMP_WORDS[COMP_CWORD]}} flag=${{COMP_WORDS[COMP_CWORD-1]}}
  COMPREPLY=()
  # Bash splits --flag=value at the equals sign.
  if [ "$current" = = ]; then
    current=
  elif [ "$flag" = = ]; then
    flag=${{COMP_WORDS[COMP_CWORD-2]}}
  fi
  case $flag in
{cases}
  esac
  mapfile -t COMPREPLY < <(compgen -W "{names}" -- "$current")
}}
complete -F _pitel_exporter pitel_exporter
"""
BASH_FILES = """\
    {names})
      compopt -o filenames
      mapfile -t COMPREPLY < <(compgen -f -- "$current")
      return ;;"""
BASH_WORDS = """\
    {names})
      mapfile -t COMPREPLY < <(compgen -W "{words}" -- "$current")
      return ;;"""


def bash(flags):
    files = [flag.names[-1] for flag in flags if flag.takes_file]
    others = [
        flag.names[-1]
        for flag in flags
        if flag.value and not flag.takes_file and not flag.choices
    ]
    cases = [BASH_FILES.format(names=" | ".join(files))]
    for flag in flags:
        if flag.choices:
            cases.append(
                BASH_WORDS.format(
                    names=flag.names[-1], words=" ".join(flag.choices)
                )
            )
    cases.append(f"    {' | '.join(others)}) return ;;")
    names = " ".join(name for flag in flags for name in flag.names)
    return BASH.format(cases="\n".join(cases), names=names)


def zsh_text(text):
    for special in "\\[]:":
        text = text.replace(special, "\\" + special)
    return text.replace("'", "'\\''")


def zsh(flags):
    lines = ["#compdef pitel_exporter", "_arguments -s \\"]
    for flag in flags:
        action = ""
        if flag.value:
            kind = zsh_text(flag.value.strip("[]").lower())
            optional = "::" if flag.value.startswith("[") else ":"
            values = "_files" if flag.takes_file else " "
            if flag.choices:
                values = f"({' '.join(flag.choices)})"
            action = f"{optional}{kind}:{values}"
        excluded = " ".join(flag.excludes)
        for name in flag.names:
            equals = "=" if flag.value else ""
            lines.append(
                f"  '({excluded}){name}{equals}"
                f"[{zsh_text(flag.text)}]{action}' \\"
            )
    return "\n".join(lines).removesuffix(" \\") + "\n"


def fish_text(text):
    return text.replace("\\", "\\\\").replace("'", "\\'")


def fish(flags):
    lines = ["complete -c pitel_exporter -f"]
    for flag in flags:
        line = f"complete -c pitel_exporter -l {flag.name}"
        if flag.short:
            line += f" -s {flag.short}"
        if flag.takes_file:
            line += " -r -F"
        elif flag.value and not flag.value.startswith("["):
            line += " -x"
        if flag.choices:
            line += f" -a '{' '.join(flag.choices)}'"
        lines.append(f"{line} -d '{fish_text(flag.text)}'")
    return "\n".join(lines) + "\n"
