#pragma once

#include <map>
#include <string>

#include "base/result.h"
#include "json/byte_source.h"
#include "json/reader.h"

namespace pitel {

// The strings, numbers and booleans of a small document by their path of keys,
// as in "data.token.expired_in"; of a repeated key, the last one counts.
// Values inside arrays, nulls, and objects themselves are left out.
using Scalars = std::map<std::string, std::string>;

// Reads a document whose root is an object. The caller bounds its size.
Result<Scalars, JsonError> ReadScalars(ByteSource& source);

}  // namespace pitel
