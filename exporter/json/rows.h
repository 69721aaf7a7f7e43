#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "base/result.h"
#include "json/byte_source.h"
#include "json/reader.h"

namespace pitel {

// Receives the rows of a response, field by field, in order. Nothing it
// receives counts until ReadRows has returned without an error.
class RowHandler {
 public:
  virtual ~RowHandler() = default;

  // The key `data` is repeated: forget all rows so far, the last list counts.
  virtual void ForgetRows() = 0;
  virtual void BeginRow() = 0;
  // A field: its key, and then its value. This is the text of a string, number
  // or boolean, untrimmed, and empty for null, arrays and objects. A repeated
  // key replaces the earlier one. The texts are valid during the call only.
  virtual void Key(std::string_view key) = 0;
  virtual void Value(std::string_view value) = 0;
  // False if this row exceeds the limit: the response is refused.
  virtual bool EndRow() = 0;
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
