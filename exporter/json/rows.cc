#include "json/rows.h"

#include <array>
#include <functional>
#include <string>

#include "base/number.h"
#include "base/text.h"
#include "json/parser.h"
#include "json/stated_failure.h"

namespace pitel {
namespace {

// What follows the digits of a whole number: nothing, or ".0", which encoders
// of floating-point numbers write.
bool IsEmptyFraction(std::string_view rest) {
  return rest.empty() || (rest.size() > 1 && rest[0] == '.' &&
                          rest.find_first_not_of('0', 1) == rest.npos);
}

// Whether this is certainly no white space.
bool IsVisible(char c) { return c > ' '; }

std::optional<std::uint64_t> ParseWholeNumber(std::string_view text) {
  text = Trim(text);
  const auto number = TakeNumber<std::uint64_t>(text);
  return IsEmptyFraction(text) ? number : std::nullopt;
}

// The reader's position in the response. Inside a value that is skipped,
// skipped_depth_ counts the levels instead.
enum class Place { kDocument, kRoot, kData, kRow };

// Also hands the document to the parser, so that it knows when a run goes.
class RowsReader final : public ByteSource {
 public:
  RowsReader(ByteSource& source, RowHandler& handler, Listing listing)
      : source_(source), handler_(handler), listing_(listing) {}

  std::string_view Next() override {
    for (std::size_t i = 0; i < kMostFields; ++i) {
      if (IsInRun(texts_[i])) Keep(i);
    }
    return run_ = source_.Next();
  }

  const RowsSummary& summary() const { return summary_; }
  std::string_view failed_key() const { return failure_.key(); }
  // An empty list may be written as null, as Go does.
  bool has_data() const {
    const std::uint64_t if_unstated = listing_ == Listing::kWithTotal ? 1 : 0;
    return has_data_ ||
           (data_is_null_ && summary_.reported_rows.value_or(if_unstated) == 0);
  }

  bool Open(JsonType type) {
    if (!NoteIfSkipped()) {
      if (Enter(type == JsonType::kObject)) return true;
      TakeValue(type, "");
    }
    ++skipped_depth_;
    return true;
  }

  bool Close(JsonType) {
    if (skipped_depth_ > 0) {
      --skipped_depth_;
      return true;
    }
    if (place_ == Place::kRow) {
      place_ = Place::kData;
      return handler_.TakeRow(texts_);
    }
    place_ = Place::kRoot;
    return true;
  }

  bool Key(std::string_view key) {
    if (NoteIfSkipped()) return true;
    if (place_ == Place::kRow) {
      field_ = handler_.FieldOf(key);
    } else {
      key_ = key;
    }
    return true;
  }

  bool Scalar(JsonType type, std::string_view text) {
    if (!NoteIfSkipped()) TakeValue(type, text);
    return true;
  }

 private:
  // Whether the current event is inside a value that is skipped; if so, notes
  // that this value is not empty.
  bool NoteIfSkipped() {
    if (skipped_depth_ == 0) return false;
    if (place_ == Place::kRoot) failure_.TakeElement(key_);
    return true;
  }

  // False if the object or array is to be skipped instead.
  bool Enter(bool is_object) {
    if (place_ == Place::kDocument && is_object) {
      place_ = Place::kRoot;
    } else if (place_ == Place::kRoot && !is_object && key_ == "data") {
      ForgetRows();
      has_data_ = true;
      place_ = Place::kData;
    } else if (place_ == Place::kData && is_object) {
      ++summary_.rows;
      texts_.fill({});
      place_ = Place::kRow;
    } else {
      return false;
    }
    return true;
  }

  void TakeValue(JsonType type, std::string_view text) {
    switch (place_) {
      case Place::kRow:
        if (field_ != RowHandler::kNoField) TakeText(text);
        break;
      case Place::kData:
        ++summary_.rows;
        ++summary_.not_an_object;
        break;
      case Place::kRoot:
        if (key_ == "data") {
          ForgetRows();
          data_is_null_ = type == JsonType::kNull;
        }
        if (key_ == "total") summary_.reported_rows = ParseWholeNumber(text);
        failure_.Take(key_, type, text);
        break;
      case Place::kDocument:
        break;
    }
  }

  // Texts are views of the current run where they can be. Only those of a row
  // that is in two runs, and those that the parser has collected, are copied.
  void TakeText(std::string_view text) {
    if (!text.empty() && !(IsVisible(text.front()) && IsVisible(text.back()))) {
      text = Trim(text);
    }
    texts_[field_] = text;
    if (!IsInRun(text)) Keep(field_);
  }

  bool IsInRun(std::string_view text) const {
    const std::less<> before;
    return !before(text.data(), run_.data()) &&
           before(text.data(), run_.data() + run_.size());
  }

  void Keep(std::size_t field) {
    kept_[field] = texts_[field];
    texts_[field] = kept_[field];
  }

  void ForgetRows() {
    if (has_data_) handler_.ForgetRows();
    has_data_ = false;
    data_is_null_ = false;
    summary_.rows = 0;
    summary_.not_an_object = 0;
  }

  ByteSource& source_;
  std::string_view run_;  // the last one of source_
  RowHandler& handler_;
  const Listing listing_;
  RowsSummary summary_;
  Place place_ = Place::kDocument;
  int skipped_depth_ = 0;
  bool has_data_ = false;
  bool data_is_null_ = false;
  StatedFailure failure_;
  std::string key_;                                  // of the root
  std::size_t field_ = RowHandler::kNoField;         // whose value comes next
  std::array<std::string_view, kMostFields> texts_;  // of the row
  std::array<std::string, kMostFields> kept_;
};

}  // namespace
}  // namespace pitel

// RapidJSON calls this for each string. A string that is whole in the run of
// the source is taken from there at once; any other is left to RapidJSON's own
// function, of which another flag makes another instance. A poll of 10,000 rows
// takes 0.81 of the instructions.
template <>
template <>
inline void pitel::RapidReader::ParseString<pitel::kParseFlags>(
    pitel::PulledStream& in, pitel::Guard<pitel::RowsReader>& guard,
    bool is_key) {
  const std::string_view text = in.TakeWholeString();
  if (text.data() == nullptr) {
    ParseString<pitel::kParseFlags | rapidjson::kParseTrailingCommasFlag>(
        in, guard, is_key);
  } else if (!guard.TakeString(text, is_key)) {
    SetParseError(rapidjson::kParseErrorTermination, in.Tell());
  }
}

namespace pitel {

Result<RowsSummary, JsonError> ReadRows(ByteSource& source, RowHandler& handler,
                                        Listing listing) {
  RowsReader reader(source, handler, listing);
  const JsonOutcome outcome = ParseJson(reader, reader);
  if (outcome.error) return *outcome.error;
  if (outcome.stopped) {
    return JsonError{
        JsonError::Kind::kTooLarge,
        "more than " + std::to_string(reader.summary().rows - 1) + " rows"};
  }
  if (!reader.failed_key().empty()) {
    return JsonError{JsonError::Kind::kSchema,
                     "the response reports a failure in its key `" +
                         std::string(reader.failed_key()) + "`"};
  }
  if (!reader.has_data()) {
    return JsonError{JsonError::Kind::kSchema,
                     "the response has no array `data`"};
  }
  return reader.summary();
}

}  // namespace pitel
