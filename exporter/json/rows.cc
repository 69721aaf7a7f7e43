#include "json/rows.h"

#include <charconv>
#include <string>

#include "base/text.h"

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
  std::uint64_t number = 0;
  const char* const end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, number);
  if (error != std::errc() || !IsEmptyFraction({stop, end}))
    return std::nullopt;
  return number;
}

// Whether the value of `error` or `errors` says that there is no error.
bool MeansNoError(std::string_view text) {
  text = Trim(text);
  if (text.empty() || EqualsIgnoringCase(text, "null") ||
      EqualsIgnoringCase(text, "false")) {
    return true;
  }
  const auto number = ParseWholeNumber(text);
  return number && *number == 0;
}

bool MeansFailure(std::string_view status) {
  status = Trim(status);
  return EqualsIgnoringCase(status, "fail") ||
         EqualsIgnoringCase(status, "failed") ||
         EqualsIgnoringCase(status, "error");
}

// The failure that the root of a document reports. APIs send one with status
// 200, often with an empty list beside it. If a key is repeated, the last one
// counts.
class StatedFailure {
 public:
  void TakeValue(std::string_view key, std::string_view text) {
    if (key == "error") error_ = !MeansNoError(text);
    if (key == "errors") errors_ = !MeansNoError(text);
    if (key == "status") status_ = MeansFailure(text);
    if (key == "code") code_ = ParseWholeNumber(text).value_or(0) >= 400;
  }
  // An object or array: empty unless TakeElement is called for it.
  void TakeContainer(std::string_view key) { TakeValue(key, ""); }
  void TakeElement(std::string_view key) {
    if (key == "error") error_ = true;
    if (key == "errors") errors_ = true;
  }

  // The key that reports a failure; empty if none does.
  std::string_view key() const {
    if (error_) return "error";
    if (errors_) return "errors";
    if (status_) return "status";
    return code_ ? "code" : "";
  }

 private:
  bool error_ = false;
  bool errors_ = false;
  bool status_ = false;
  bool code_ = false;
};

// The reader's position in the response. Inside a value that is skipped,
// skipped_depth_ counts the levels instead.
enum class Place { kDocument, kRoot, kData, kRow };

class RowsReader final : public JsonHandler {
 public:
  explicit RowsReader(RowHandler& handler) : handler_(handler) {}

  const RowsSummary& summary() const { return summary_; }
  std::string_view failed_key() const { return failure_.key(); }
  // An empty list may be written as null, as Go does.
  bool has_data() const {
    return has_data_ || (data_is_null_ && summary_.reported_rows == 0u);
  }

  bool StartObject() override {
    NoteElement();
    if (skipped_depth_ > 0) return Skip();
    switch (place_) {
      case Place::kDocument:
        place_ = Place::kRoot;
        return true;
      case Place::kData:
        ++summary_.rows;
        handler_.BeginRow();
        place_ = Place::kRow;
        return true;
      case Place::kRoot:
      case Place::kRow:
        TakeContainer();
        return Skip();
    }
    return false;
  }

  bool EndObject() override {
    if (skipped_depth_ > 0) return Unskip();
    if (place_ != Place::kRow) return true;
    place_ = Place::kData;
    return handler_.EndRow();
  }

  bool StartArray() override {
    NoteElement();
    if (skipped_depth_ > 0 || place_ == Place::kDocument) return Skip();
    if (place_ == Place::kRoot && key_ == "data") {
      ForgetRows();
      has_data_ = true;
      place_ = Place::kData;
      return true;
    }
    TakeContainer();
    return Skip();
  }

  bool EndArray() override {
    if (skipped_depth_ > 0) return Unskip();
    place_ = Place::kRoot;
    return true;
  }

  bool Key(std::string_view key) override {
    NoteElement();
    if (skipped_depth_ == 0) key_ = key;
    return true;
  }
  bool String(std::string_view text) override { return TakeValue(text); }
  bool Literal(std::string_view text) override { return TakeValue(text); }
  bool Null() override {
    TakeValue("");
    if (skipped_depth_ == 0 && place_ == Place::kRoot && key_ == "data") {
      data_is_null_ = true;
    }
    return true;
  }

 private:
  // Notes that a value that is skipped is not empty.
  void NoteElement() {
    if (skipped_depth_ > 0 && place_ == Place::kRoot) {
      failure_.TakeElement(key_);
    }
  }

  void TakeContainer() {
    TakeValue("");
    if (place_ == Place::kRoot) failure_.TakeContainer(key_);
  }

  bool TakeValue(std::string_view text) {
    NoteElement();
    if (skipped_depth_ > 0) return true;
    switch (place_) {
      case Place::kRow:
        handler_.Field(key_, text);
        break;
      case Place::kData:
        ++summary_.rows;
        ++summary_.not_an_object;
        break;
      case Place::kRoot:
        if (key_ == "data") ForgetRows();
        if (key_ == "total") summary_.reported_rows = ParseWholeNumber(text);
        failure_.TakeValue(key_, text);
        break;
      case Place::kDocument:
        break;
    }
    return true;
  }

  void ForgetRows() {
    if (has_data_) handler_.ForgetRows();
    has_data_ = false;
    data_is_null_ = false;
    summary_.rows = 0;
    summary_.not_an_object = 0;
  }

  bool Skip() {
    ++skipped_depth_;
    return true;
  }
  bool Unskip() {
    --skipped_depth_;
    return true;
  }

  RowHandler& handler_;
  RowsSummary summary_;
  Place place_ = Place::kDocument;
  int skipped_depth_ = 0;
  bool has_data_ = false;
  bool data_is_null_ = false;
  StatedFailure failure_;
  std::string key_;  // of the root or the row, whichever is being read
};

}  // namespace

Result<RowsSummary, JsonError> ReadRows(ByteSource& source,
                                        RowHandler& handler) {
  RowsReader reader(handler);
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
