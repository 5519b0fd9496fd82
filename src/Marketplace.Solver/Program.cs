using Marketplace.Solver;

// Started by a parent that bounds it: one request on standard input, answers as lines on standard output.
using var input = Console.OpenStandardInput();
using var output = Console.OpenStandardOutput();
Serving.Answer(input, output);
return 0;
