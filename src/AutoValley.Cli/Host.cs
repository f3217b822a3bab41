using System.Text;
using Microsoft.Win32.SafeHandles;

namespace AutoValley.Cli;

/// <summary>What a command sees of the process that it runs in.</summary>
internal sealed record Host
{
    private const int OutputBufferCharacters = 32 * 1024;
    private const int DefaultWidth = 80;
    private const int BrokenPipe = 32; // EPIPE

    public required TextWriter Output { get; init; }

    public required TextWriter Error { get; init; }

    /// <summary>Whether a person reads the output: tables then, else plain text.</summary>
    public bool OutputIsTerminal { get; init; }

    public bool ErrorIsTerminal { get; init; }

    /// <summary>Columns of the terminal.</summary>
    public int Width { get; init; } = DefaultWidth;

    /// <summary>What <c>now</c> means. Deadlines are by the machine's own clock.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>Reads an environment variable.</summary>
    public Func<string, string?> Variable { get; init; } = Environment.GetEnvironmentVariable;

    /// <summary>The process itself.</summary>
    public static Host OfProcess() => new()
    {
        Output = new StreamWriter(OpenOutput(), new UTF8Encoding(false), OutputBufferCharacters),
        Error = Console.Error,
        OutputIsTerminal = !Console.IsOutputRedirected,
        ErrorIsTerminal = !Console.IsErrorRedirected,
        Width = !Console.IsOutputRedirected && Console.WindowWidth > 0 ? Console.WindowWidth : DefaultWidth,
    };

    /// <summary>Whether writing failed because the reader went away: `| head` has what it wanted.</summary>
    public static bool ReaderIsGone(IOException failure) => failure.HResult == BrokenPipe;

    /// <summary>The console's own stream hides that a pipe's reader is gone, and a query would go on for nobody.</summary>
    private static Stream OpenOutput()
    {
        if (OperatingSystem.IsWindows() || !Console.IsOutputRedirected)
            return Console.OpenStandardOutput();
        var output = new FileStream(new SafeFileHandle(1, ownsHandle: false), FileAccess.Write, bufferSize: 0);
        return output.CanSeek ? Console.OpenStandardOutput() : output;
    }
}
