#pragma once

#include <map>
#include <string>
#include <string_view>
#include <utility>

namespace pitel::simulation {

// The query of a request, "?tenant=t00001.example.com&callers=20". The endpoint
// takes each name that it knows once; error() then reports wrong and remaining
// arguments, so that a misspelt one does not pass for a default.
class Arguments {
 public:
  // Without the "?". Percent escapes are decoded.
  explicit Arguments(std::string_view query);

  std::string Text(const std::string& name, const std::string& fallback);
  double Number(const std::string& name, double fallback, double least,
                double most);

  // Reports another error in the arguments taken.
  void Refuse(std::string error) { error_ = std::move(error); }

  // Empty if all is well.
  std::string error() const;

 private:
  std::map<std::string, std::string> values_;
  std::string error_;
};

}  // namespace pitel::simulation
