using System.Diagnostics;

namespace AutoValley.Testing;

/// <summary>A program that nobody here wrote, run to its end.</summary>
public static class ForeignProgram
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    /// <summary>Its output.</summary>
    /// <exception cref="InvalidOperationException">It failed; the message is what it wrote.</exception>
    public static async Task<string> RunAsync(string input, string program, params string[] arguments)
    {
        var (exitCode, output, errors) = await TryRunAsync(input, program, arguments);
        return exitCode == 0 ? output : throw new InvalidOperationException($"{program} ended with {exitCode}:\n{output}{errors}");
    }

    /// <summary>What it wrote, and how it ended.</summary>
    public static async Task<(int ExitCode, string Output, string Errors)> TryRunAsync(string input, string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments)
        {
            RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true,
        })!;
        using var timeout = new CancellationTokenSource(Patience);
        try
        {
            var (output, errors) = (process.StandardOutput.ReadToEndAsync(timeout.Token), process.StandardError.ReadToEndAsync(timeout.Token));
            await process.StandardInput.WriteAsync(input);
            process.StandardInput.Close();
            await process.WaitForExitAsync(timeout.Token);
            return (process.ExitCode, await output, await errors);
        }
        finally
        {
            if (!process.HasExited)
                process.Kill();
        }
    }
}
