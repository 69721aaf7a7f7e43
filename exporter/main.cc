// Tested in command_line_test.py.
#include <exception>
#include <iostream>

#include "app/command_line.h"
#include "app/run.h"

int main(int argc, char** argv) {
  try {
    const auto command_line = pitel::ParseCommandLine(argc, argv);
    if (!command_line) {
      const pitel::Ending& ending = command_line.error();
      (ending.status == 0 ? std::cout : std::cerr) << ending.text;
      return ending.status;
    }
    return pitel::Run(*command_line);
  } catch (const std::exception& exception) {
    std::cerr << "pitel_exporter: " << exception.what() << '\n';
    return 1;
  }
}
