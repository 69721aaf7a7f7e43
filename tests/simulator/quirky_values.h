#pragma once

#include <chrono>
#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>

namespace pitel::simulation {

// Writes the values of rows in the various ways of real hosts: other texts with
// the same meaning, such as "SIP:+84900000123@203.0.113.1;user=phone" for
// "0900000123". Successive values draw from one stream: equal seeds and equal
// calls give equal texts. All numbers are those of the simulated world.
class QuirkyValues {
 public:
  // `utc_offset` is that of the plain call_times.
  QuirkyValues(std::uint64_t seed, std::chrono::seconds utc_offset)
      : seed_(seed), utc_offset_(utc_offset) {}

  // Appends a JSON value in place of the plain `text` of a row's field `key`.
  void Append(std::string_view key, std::string_view text, std::string& json);
  // Appends a JSON value in place of the plain `digits` of `total`.
  void AppendTotal(std::string_view digits, std::string& json);

  bool Chance(std::uint32_t one_in) { return Below(one_in) == 0; }

 private:
  std::uint32_t Below(std::uint32_t bound);
  std::string Pick(std::initializer_list<std::string_view> choices);
  std::string AnyCase(std::string_view text);
  std::string Quoted(const std::string& text);

  // Each returns a JSON value.
  std::string Id(std::string_view text);
  std::string Domain(std::string_view text);
  std::string Extension(std::string_view text);
  std::string Number(std::string_view text);
  std::string Withheld();
  std::string CallTime(std::string_view text);
  std::string OtherText(std::string_view text);

  std::string Written(std::string_view digits);
  std::string Uri(const std::string& user);

  const std::uint64_t seed_;
  const std::chrono::seconds utc_offset_;
  std::uint64_t drawn_ = 0;
};

}  // namespace pitel::simulation
