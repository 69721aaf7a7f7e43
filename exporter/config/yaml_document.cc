// yaml-cpp's own tree is not used, as it hides what this program must report:
// it keeps duplicate keys silently, reads an empty value as the text "null",
// follows aliases into cycles and ignores further documents. Its parser is, and
// the values are built here from the parser's events.
#include "config/yaml_document.h"

#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/mark.h>
#include <yaml-cpp/parser.h>

#include <algorithm>
#include <sstream>
#include <utility>

#include "base/text.h"
#include "base/text_file.h"

namespace pitel {
namespace {

using Kind = YamlValue::Kind;

TextPosition PositionOf(const YAML::Mark& mark) {
  if (mark.is_null()) return {};
  return {mark.line + 1, mark.column + 1};
}

YamlValue ValueAt(const YAML::Mark& mark, Kind kind) {
  YamlValue value;
  value.kind = kind;
  value.at = PositionOf(mark);
  return value;
}

// Ends the parse; caught in ParseYaml only.
struct Stop {
  TextPosition at;
  std::string message;
};

class TreeBuilder final : public YAML::EventHandler {
 public:
  explicit TreeBuilder(ProblemList& problems) : problems_(problems) {}

  YamlValue TakeRoot() { return std::move(root_); }

  void OnDocumentStart(const YAML::Mark& mark) override {
    // yaml-cpp can find such documents without end, as in ",".
    if (started_) {
      throw Stop{PositionOf(mark),
                 "a second YAML document, or text that does not belong to the "
                 "first, begins here: keep one document"};
    }
    started_ = true;
  }
  void OnDocumentEnd() override {}

  void OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) override {
    Refuse("", anchor, mark);
    Attach(ValueAt(mark, Kind::kNull));
  }

  void OnAlias(const YAML::Mark& mark, YAML::anchor_t) override {
    problems_.Add(PositionOf(mark),
                  "YAML aliases (*name) are not supported: write the value "
                  "out");
    Attach(ValueAt(mark, Kind::kRefused));
  }

  void OnScalar(const YAML::Mark& mark, const std::string& tag,
                YAML::anchor_t anchor, const std::string& value) override {
    Refuse(tag, anchor, mark);
    YamlValue text = ValueAt(mark, Kind::kText);
    text.text = value;
    text.quoted = tag == "!";
    Attach(std::move(text));
  }

  void OnSequenceStart(const YAML::Mark& mark, const std::string& tag,
                       YAML::anchor_t anchor,
                       YAML::EmitterStyle::value) override {
    Open(Kind::kSequence, mark, tag, anchor);
  }
  void OnSequenceEnd() override { Close(); }

  void OnMapStart(const YAML::Mark& mark, const std::string& tag,
                  YAML::anchor_t anchor, YAML::EmitterStyle::value) override {
    Open(Kind::kMapping, mark, tag, anchor);
  }
  void OnMapEnd() override { Close(); }

 private:
  // A collection that is not closed yet and, in a mapping, the key whose value
  // comes next.
  struct Level {
    YamlValue value;
    std::optional<YamlValue> key;
  };

  // "?" and "!" stand for plain and quoted values without a tag.
  void Refuse(const std::string& tag, YAML::anchor_t anchor,
              const YAML::Mark& mark) {
    if (anchor != 0) {
      problems_.Add(PositionOf(mark),
                    "YAML anchors (&name) are not supported: remove it");
    }
    if (!tag.empty() && tag != "?" && tag != "!") {
      problems_.Add(PositionOf(mark),
                    "YAML tags (!name) are not supported: remove it");
    }
  }

  void Open(Kind kind, const YAML::Mark& mark, const std::string& tag,
            YAML::anchor_t anchor) {
    Refuse(tag, anchor, mark);
    if (levels_.size() == kYamlDepth) {
      throw Stop{PositionOf(mark), "nested deeper than " +
                                       std::to_string(kYamlDepth) + " levels"};
    }
    levels_.push_back({ValueAt(mark, kind), {}});
  }

  void Close() {
    YamlValue value = std::move(levels_.back().value);
    levels_.pop_back();
    Attach(std::move(value));
  }

  void Attach(YamlValue value) {
    if (levels_.empty()) {
      root_ = std::move(value);
      return;
    }
    Level& level = levels_.back();
    if (level.value.kind == Kind::kSequence) {
      level.value.items.push_back(std::move(value));
    } else if (!level.key) {
      level.key = std::move(value);
    } else {
      AddEntry(*level.key, std::move(value), level.value.entries);
      level.key.reset();
    }
  }

  void AddEntry(const YamlValue& key, YamlValue value,
                std::vector<YamlEntry>& entries) {
    if (key.kind == Kind::kRefused) return;
    if (key.kind != Kind::kText) {
      return problems_.Add(key.at, "a key must be a word");
    }
    if (key.text == "<<") {
      return problems_.Add(key.at,
                           "YAML merge keys (<<) are not supported: write the "
                           "keys out");
    }
    const auto first = std::ranges::find(entries, key.text, &YamlEntry::key);
    if (first != entries.end()) {
      return problems_.Add(key.at, "duplicate key" + ShownKey(key.text) +
                                       ", first defined on line " +
                                       std::to_string(first->at.line));
    }
    if (entries.size() == kYamlKeys) {
      throw Stop{key.at, "more than " + std::to_string(kYamlKeys) +
                             " keys in one mapping"};
    }
    // yaml-cpp puts an empty value where the next key begins.
    if (value.kind == Kind::kNull) value.at = key.at;
    entries.push_back({key.text, key.at, std::move(value)});
  }

  ProblemList& problems_;
  bool started_ = false;
  std::vector<Level> levels_;
  YamlValue root_;
};

bool IsForbidden(char c) {
  return IsControl(c) && c != '\t' && c != '\n' && c != '\r';
}

TextPosition PositionAt(std::string_view text, std::size_t offset) {
  const auto before = text.substr(0, offset);
  const auto line = std::count(before.begin(), before.end(), '\n') + 1;
  const auto column = offset - (before.rfind('\n') + 1) + 1;
  return {static_cast<int>(line), static_cast<int>(column)};
}

// YAML allows no control characters except tabs and line breaks, but yaml-cpp
// takes some for the end of the file and skips others.
void CheckBytes(std::string_view text) {
  const auto found = std::ranges::find_if(text, IsForbidden);
  if (found != text.end()) {
    const auto offset = static_cast<std::size_t>(found - text.begin());
    throw Stop{PositionAt(text, offset),
               "a control character: is this a UTF-8 text file?"};
  }
  const std::size_t good = WellFormedPrefix(text);
  if (good < text.size()) {
    throw Stop{PositionAt(text, good),
               "not UTF-8 from here on: save the file as UTF-8"};
  }
}

// yaml-cpp misses an unclosed quote if a line break ends the file.
std::string_view WithoutEnd(std::string_view text) {
  return text.substr(0, text.find_last_not_of(" \t\r\n") + 1);
}

// yaml-cpp appends the offending text after a colon. It may be part of a
// secret.
std::string InWords(const YAML::Exception& exception) {
  return "YAML syntax: " + exception.msg.substr(0, exception.msg.find(':')) +
         ": check indentation, colons and quotes here and in the lines above";
}

}  // namespace

std::string YamlValue::Described() const {
  constexpr const char* kNames[] = {"nothing", "text", "a list", "a mapping",
                                    "a refused value"};
  return kNames[static_cast<std::size_t>(kind)];
}

std::optional<YamlValue> ParseYaml(const std::string& text,
                                   ProblemList& problems) {
  try {
    CheckBytes(text);
    std::istringstream stream{std::string(WithoutEnd(text))};
    YAML::Parser parser(stream);
    TreeBuilder builder(problems);
    while (parser.HandleNextDocument(builder)) continue;
    return builder.TakeRoot();
  } catch (const YAML::Exception& exception) {
    problems.Add(PositionOf(exception.mark), InWords(exception));
  } catch (const Stop& stop) {
    problems.Add(stop.at, stop.message);
  }
  return std::nullopt;
}

std::optional<YamlValue> ReadYaml(ProblemList& problems) {
  auto text = ReadTextFile(problems.file(), kYamlBytes);
  if (!text) {
    problems.Add({}, text.error().message);
    return std::nullopt;
  }
  return ParseYaml(*text, problems);
}

std::string ShownKey(std::string_view key) {
  const bool plain = std::ranges::all_of(
      key, [](char c) { return IsLetter(c) || c == '_' || c == '-'; });
  if (!plain || key.empty() || key.size() > 32) return "";
  return " " + Quoted(key);
}

}  // namespace pitel
