using AutoValley.Server.Commands;

return await ServerCommandLine.RunAsync(args, Console.Out, Console.Error);
