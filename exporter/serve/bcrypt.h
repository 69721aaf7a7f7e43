#pragma once

#include <memory>
#include <string>

struct crypt_data;

namespace pitel {

// Checks passwords. Belongs to one thread.
class Bcrypt {
 public:
  Bcrypt();
  ~Bcrypt();

  // Whether `hash`, as BcryptCost accepts it, is that of the password. Takes as
  // long whether it is or not: 50 ms at a cost of 10, and twice as long for
  // each step.
  bool Matches(const std::string& password, const std::string& hash);

 private:
  const std::unique_ptr<crypt_data> work_;
};

}  // namespace pitel
