#pragma once

#include <map>
#include <string>
#include <string_view>
#include <utility>

namespace pitel::simulation {

// The query of a request, "?tenant=t00001.example.com&callers=20". Every name
// is taken once by what the endpoint knows; error() then tells what was wrong
// or is left over, so that a misspelt argument does not pass for a default.
class Arguments {
 public:
  // Without the "?". Percent escapes are decoded.
  explicit Arguments(std::string_view query);

  std::string Text(const std::string& name, const std::string& fallback);
  double Number(const std::string& name, double fallback, double least,
                double most);

  // Something else is wrong with what was taken.
  void Refuse(std::string error) { error_ = std::move(error); }

  // Empty if all is well.
  std::string error() const;

 private:
  std::map<std::string, std::string> values_;
  std::string error_;
};

}  // namespace pitel::simulation
