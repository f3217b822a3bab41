using System.Text;

namespace AutoValley.Edge.Commands;

/// <summary>What a command sees of the process that it runs in.</summary>
internal sealed record CommandHost
{
    /// <summary>The environment variable with the server's password.</summary>
    public const string PasswordVariable = "AUTOVALLEY_PASSWORD";

    /// <summary>For the result.</summary>
    public required TextWriter Output { get; init; }

    /// <summary>For progress, logs and errors.</summary>
    public required TextWriter Error { get; init; }

    /// <summary>Whether a person watches: progress stays on one line then.</summary>
    public bool ErrorIsTerminal { get; init; }

    /// <summary>Opens the process's input, for sources that read it.</summary>
    public Func<Stream> Input { get; init; } = Console.OpenStandardInput;

    /// <summary>Asks for the configuration to be read again, until it is stopped: SIGHUP.</summary>
    public Func<CancellationToken, IAsyncEnumerable<bool>> ReloadRequests { get; init; } = HangUps.ReadAsync;

    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>Reads an environment variable.</summary>
    public Func<string, string?> Variable { get; init; } = Environment.GetEnvironmentVariable;

    /// <summary>The options with what the configuration's file leaves to the environment.</summary>
    public AgentOptions Complete(AgentOptions options) => options with { Password = options.Password ?? Variable(PasswordVariable) };

    /// <summary>The process itself.</summary>
    public static CommandHost OfProcess() => new()
    {
        Output = new StreamWriter(Console.OpenStandardOutput(), new UTF8Encoding(false)) { AutoFlush = true },
        Error = Console.Error,
        ErrorIsTerminal = !Console.IsErrorRedirected,
    };
}
