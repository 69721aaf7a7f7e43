#include "json/rows.h"

#include <string>

#include "base/number.h"
#include "base/text.h"
#include "json/stated_failure.h"

namespace pitel {
namespace {

// What follows the digits of a whole number: nothing, or ".0", which encoders
// of floating-point numbers write.
bool IsEmptyFraction(std::string_view rest) {
  return rest.empty() || (rest.size() > 1 && rest[0] == '.' &&
                          rest.find_first_not_of('0', 1) == rest.npos);
}

std::optional<std::uint64_t> ParseWholeNumber(std::string_view text) {
  text = Trim(text);
  const auto number = TakeNumber<std::uint64_t>(text);
  return IsEmptyFraction(text) ? number : std::nullopt;
}

// The reader's position in the response. Inside a value that is skipped,
// skipped_depth_ counts the levels instead.
enum class Place { kDocument, kRoot, kData, kRow };

class RowsReader final : public JsonHandler {
 public:
  RowsReader(RowHandler& handler, Listing listing)
      : handler_(handler), listing_(listing) {}

  const RowsSummary& summary() const { return summary_; }
  std::string_view failed_key() const { return failure_.key(); }
  // An empty list may be written as null, as Go does.
  bool has_data() const {
    const std::uint64_t if_unstated = listing_ == Listing::kWithTotal ? 1 : 0;
    return has_data_ ||
           (data_is_null_ && summary_.reported_rows.value_or(if_unstated) == 0);
  }

  bool Open(JsonType type) override {
    if (!NoteIfSkipped()) {
      if (Enter(type == JsonType::kObject)) return true;
      TakeValue(type, "");
    }
    ++skipped_depth_;
    return true;
  }

  bool Close(JsonType) override {
    if (skipped_depth_ > 0) {
      --skipped_depth_;
      return true;
    }
    if (place_ == Place::kRow) {
      place_ = Place::kData;
      return handler_.EndRow();
    }
    place_ = Place::kRoot;
    return true;
  }

  bool Key(std::string_view key) override {
    if (NoteIfSkipped()) return true;
    if (place_ == Place::kRow) {
      handler_.Key(key);
    } else {
      key_ = key;
    }
    return true;
  }

  bool Scalar(JsonType type, std::string_view text) override {
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
      handler_.BeginRow();
      place_ = Place::kRow;
    } else {
      return false;
    }
    return true;
  }

  void TakeValue(JsonType type, std::string_view text) {
    switch (place_) {
      case Place::kRow:
        handler_.Value(text);
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

  void ForgetRows() {
    if (has_data_) handler_.ForgetRows();
    has_data_ = false;
    data_is_null_ = false;
    summary_.rows = 0;
    summary_.not_an_object = 0;
  }

  RowHandler& handler_;
  const Listing listing_;
  RowsSummary summary_;
  Place place_ = Place::kDocument;
  int skipped_depth_ = 0;
  bool has_data_ = false;
  bool data_is_null_ = false;
  StatedFailure failure_;
  std::string key_;  // of the root
};

}  // namespace

Result<RowsSummary, JsonError> ReadRows(ByteSource& source, RowHandler& handler,
                                        Listing listing) {
  RowsReader reader(handler, listing);
  const JsonOutcome outcome = ReadJson(source, reader);
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
