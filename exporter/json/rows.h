#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

#include "base/result.h"
#include "json/byte_source.h"
#include "json/reader.h"

namespace pitel {

// The texts of a row by the numbers of its fields: those of strings, numbers
// and booleans, without the white space around them. Empty for null, arrays and
// objects, and for a field that the row does not have. Of a repeated key, the
// last one counts.
using RowTexts = std::span<const std::string_view>;
inline constexpr std::size_t kMostFields = 20;

// Receives the rows of a response, in order. Nothing it receives counts until
// ReadRows has returned without an error.
class RowHandler {
 public:
  static constexpr std::size_t kNoField = kMostFields;

  virtual ~RowHandler() = default;

  // The key `data` is repeated: forget all rows so far, the last list counts.
  virtual void ForgetRows() = 0;
  // The number of the field with this key, for each key of a row; kNoField if
  // it is not read.
  virtual std::size_t FieldOf(std::string_view key) = 0;
  // The texts are valid during the call only. False if this row exceeds the
  // limit: the response is refused.
  virtual bool TakeRow(RowTexts texts) = 0;
};

// What a response says about its rows.
struct RowsSummary {
  std::uint64_t rows = 0;           // elements of `data`
  std::uint64_t not_an_object = 0;  // elements that are not a row
  // The key `total`; absent unless it is a whole number, also as a string.
  std::optional<std::uint64_t> reported_rows;

  bool operator==(const RowsSummary&) const = default;
};

// Whether a listing states how many rows it has.
enum class Listing { kWithTotal, kWithoutTotal };

// Reads `{"data": [{...}, ...], "total": n}`, the shape of every listing of the
// Pitel API; some have no total. `"data": null` with total 0 is an empty list,
// and so it is without a total in a listing that has none. A response without
// an array `data` is a schema error. So is one whose root reports a failure as
// the vendor's error bodies do: with an `error` or `errors` that is not empty,
// null, false or 0, a number `code` of 400 or more, or a `status` of fail,
// failed or error.
Result<RowsSummary, JsonError> ReadRows(ByteSource& source, RowHandler& handler,
                                        Listing listing = Listing::kWithTotal);

}  // namespace pitel
