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
    RefuseAnchor(mark, anchor);
    Attach({Kind::kNull, PositionOf(mark), {}, false, {}, {}});
  }

  void OnAlias(const YAML::Mark& mark, YAML::anchor_t) override {
    problems_.Add(PositionOf(mark),
                  "YAML aliases (*name) are not supported: write the value "
                  "out");
    Attach({Kind::kRefused, PositionOf(mark), {}, false, {}, {}});
  }

  void OnScalar(const YAML::Mark& mark, const std::string& tag,
                YAML::anchor_t anchor, const std::string& value) override {
    RefuseAnchor(mark, anchor);
    RefuseTag(mark, tag);
    Attach({Kind::kText, PositionOf(mark), value, tag == "!", {}, {}});
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

  void RefuseAnchor(const YAML::Mark& mark, YAML::anchor_t anchor) {
    if (anchor == 0) return;
    problems_.Add(PositionOf(mark),
                  "YAML anchors (&name) are not supported: remove it");
  }

  // "?" and "!" stand for plain and quoted values without a tag.
  void RefuseTag(const YAML::Mark& mark, const std::string& tag) {
    if (tag.empty() || tag == "?" || tag == "!") return;
    problems_.Add(PositionOf(mark),
                  "YAML tags (!name) are not supported: remove it");
  }

  void Open(Kind kind, const YAML::Mark& mark, const std::string& tag,
            YAML::anchor_t anchor) {
    RefuseAnchor(mark, anchor);
    RefuseTag(mark, tag);
    if (levels_.size() == kYamlDepth) {
      throw Stop{PositionOf(mark), "nested deeper than " +
                                       std::to_string(kYamlDepth) + " levels"};
    }
    levels_.push_back({{kind, PositionOf(mark), {}, false, {}, {}}, {}});
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
    const auto first =
        std::find_if(entries.begin(), entries.end(),
                     [&](const YamlEntry& e) { return e.key == key.text; });
    if (first != entries.end()) {
      return problems_.Add(key.at, "duplicate key" + ShownKey(key.text) +
                                       ", first defined on line " +
                                       std::to_string(first->at.line));
    }
    if (entries.size() == kYamlKeys) {
      throw Stop{key.at, "more than " + std::to_string(kYamlKeys) +
                             " keys in one mapping"};
    }
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
std::optional<Stop> CheckBytes(std::string_view text) {
  const auto found = std::find_if(text.begin(), text.end(), IsForbidden);
  if (found != text.end()) {
    const auto offset = static_cast<std::size_t>(found - text.begin());
    return Stop{PositionAt(text, offset),
                "a control character: is this a UTF-8 text file?"};
  }
  const std::size_t good = WellFormedPrefix(text);
  if (good == text.size()) return std::nullopt;
  return Stop{PositionAt(text, good),
              "not UTF-8 from here on: save the file as UTF-8"};
}

// yaml-cpp misses an unclosed quote if a line break ends the file.
std::string_view WithoutEnd(std::string_view text) {
  return text.substr(0, text.find_last_not_of(" \t\r\n") + 1);
}

// yaml-cpp appends the offending text after a colon. It may be part of a
// secret.
Stop DescribeSyntax(const YAML::Exception& exception) {
  const std::string reason = exception.msg.substr(0, exception.msg.find(':'));
  return {PositionOf(exception.mark),
          "YAML syntax: " + reason +
              ": check indentation, colons and quotes here and in the lines "
              "above"};
}

std::optional<Stop> Run(const std::string& text, TreeBuilder& builder) {
  if (auto stop = CheckBytes(text)) return stop;
  try {
    std::istringstream stream{std::string(WithoutEnd(text))};
    YAML::Parser parser(stream);
    while (parser.HandleNextDocument(builder)) {
    }
  } catch (const YAML::Exception& exception) {
    return DescribeSyntax(exception);
  } catch (const Stop& stop) {
    return stop;
  }
  return std::nullopt;
}

}  // namespace

std::string YamlValue::Described() const {
  constexpr const char* kNames[] = {"nothing", "text", "a list", "a mapping",
                                    "a refused value"};
  return kNames[static_cast<std::size_t>(kind)];
}

std::optional<YamlValue> ParseYaml(const std::string& text,
                                   ProblemList& problems) {
  TreeBuilder builder(problems);
  if (auto stop = Run(text, builder)) {
    problems.Add(stop->at, std::move(stop->message));
    return std::nullopt;
  }
  return builder.TakeRoot();
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
  const bool plain = std::all_of(key.begin(), key.end(), [](char c) {
    return IsLetter(c) || c == '_' || c == '-';
  });
  if (!plain || key.empty() || key.size() > 32) return "";
  return " " + Quoted(key);
}

}  // namespace pitel
