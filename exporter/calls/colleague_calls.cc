#include "calls/colleague_calls.h"

#include <algorithm>
#include <cstring>
#include <functional>

#include "calls/hash_order.h"
#include "calls/phone_number.h"

namespace pitel {

void ColleagueCalls::AddExtension(std::uint32_t tenant,
                                  std::string_view extension) {
  const auto key = Key(tenant, DigitsOf(extension));
  if (key != 0) extensions_.push_back(key);
}

void ColleagueCalls::AddOneNumber(std::uint32_t tenant, std::string_view number,
                                  std::uint32_t row) {
  const auto key = Key(tenant, DigitsOfNumber(number));
  if (key != 0) one_numbers_.push_back({key, row});
}

void ColleagueCalls::Mark(std::vector<CallRow>& rows) {
  if (one_numbers_.empty()) return;
  SortByHash(extensions_, std::identity(), std::less());
  for (const OneNumber& number : one_numbers_) {
    rows[number.row].from_colleague =
        std::ranges::binary_search(extensions_, number.digits);
  }
}

void ColleagueCalls::Clear() {
  extensions_.clear();
  one_numbers_.clear();
}

std::uint64_t ColleagueCalls::Key(std::uint32_t tenant,
                                  std::string digits) const {
  if (digits.empty()) return 0;
  char bytes[sizeof tenant];
  std::memcpy(bytes, &tenant, sizeof tenant);
  return hash_(digits.append(bytes, sizeof bytes));
}

}  // namespace pitel
