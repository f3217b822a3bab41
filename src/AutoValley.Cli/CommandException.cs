namespace AutoValley.Cli;

/// <summary>Ends a command with one line for the user.</summary>
/// <param name="exitCode">Of <see cref="ExitCode"/>.</param>
/// <param name="message">The line.</param>
internal sealed class CommandException(int exitCode, string message) : Exception(message)
{
    public int ExitCode { get; } = exitCode;

    /// <summary>The command line makes no sense.</summary>
    public static CommandException WrongUse(string message) => new(Cli.ExitCode.WrongUse, message);

    /// <summary>It cannot be done.</summary>
    public static CommandException Failed(string message) => new(Cli.ExitCode.Failed, message);
}
