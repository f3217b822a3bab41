using AutoValley.Server.Commands;
using AutoValley.Server.Demo;
using Spectre.Console;

return await ServerCommandLine.RunAsync(args, [DemoCommandLine.Create(Console.Out, AnsiConsole.Console)], Console.Out, Console.Error);
