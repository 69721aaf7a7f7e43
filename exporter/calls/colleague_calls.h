#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "calls/row.h"
#include "endpoint/keyed_hash.h"

namespace pitel {

// Finds the inbound legs of calls from colleagues while the rows of one
// response are read. The switch shows an internal call as an inbound leg whose
// only number is an extension of the tenant, which may be in a later row.
class ColleagueCalls {
 public:
  explicit ColleagueCalls(const KeyedHash& hash) : hash_(hash) {}

  // A row of the tenant shows this `extension`.
  void AddExtension(std::uint32_t tenant, std::string_view extension);
  // Row `row`, an inbound leg, has this one number, which is not its own
  // extension.
  void AddOneNumber(std::uint32_t tenant, std::string_view number,
                    std::uint32_t row);
  // Sets `from_colleague` of the rows that were added, once all rows are known.
  void Mark(std::vector<CallRow>& rows);
  void Clear();

 private:
  struct OneNumber {
    std::uint64_t digits;
    std::uint32_t row;
  };

  // 0 for a text without a digit.
  std::uint64_t Key(std::uint32_t tenant, std::string digits) const;

  const KeyedHash& hash_;
  // A set would allocate memory for each of them.
  std::vector<std::uint64_t> extensions_;
  std::vector<OneNumber> one_numbers_;
};

}  // namespace pitel
