using AutoValley.Server.Commands;
using AutoValley.Server.Demo;
using Spectre.Console;

// Colours and a table that moves are for terminals; a file or pipe gets plain lines.
var console = AnsiConsole.Create(new AnsiConsoleSettings { Ansi = Console.IsOutputRedirected ? AnsiSupport.No : AnsiSupport.Detect });
return await ServerCommandLine.RunAsync(args, [DemoCommandLine.Create(Console.Out, console)], Console.Out, Console.Error);
