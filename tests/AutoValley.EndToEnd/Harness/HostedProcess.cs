using System.Collections.Concurrent;
using System.Diagnostics;
using AutoValley.Testing;

namespace AutoValley.EndToEnd.Harness;

/// <summary>A child process whose lines are kept, and which is gone at the latest when this is disposed.</summary>
public sealed class HostedProcess : IAsyncDisposable
{
    private readonly Process process;
    private readonly ConcurrentQueue<string> lines = new();

    private HostedProcess(Process process) => this.process = process;

    /// <summary>Standard output and error so far.</summary>
    public string Output => string.Join('\n', lines);

    /// <summary>Whether it ended.</summary>
    public bool HasExited => process.HasExited;

    /// <summary>One of this product's programs, from its own output folder, where all that it needs lies.</summary>
    public static HostedProcess Product(string project, params string[] arguments) => Product(project, new Dictionary<string, string>(), arguments);

    /// <summary>The same with variables added to this environment.</summary>
    public static HostedProcess Product(string project, IReadOnlyDictionary<string, string> variables, params string[] arguments) =>
        Start([.. CommandOf(project), .. arguments], variables);

    /// <summary>The same with words before it, such as those that run it in a namespace.</summary>
    public static HostedProcess Product(string project, IReadOnlyList<string> prefix, params string[] arguments) =>
        Start([.. prefix, .. CommandOf(project), .. arguments], null);

    /// <summary>Any program, with variables added to this environment.</summary>
    public static HostedProcess Start(
        string program, IEnumerable<string> arguments, string? folder = null, IReadOnlyDictionary<string, string>? variables = null)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true, WorkingDirectory = folder ?? "",
        };
        foreach (var (name, value) in variables ?? new Dictionary<string, string>())
            start.Environment[name] = value;
        var hosted = new HostedProcess(new Process { StartInfo = start });
        hosted.process.OutputDataReceived += (_, line) => hosted.Keep(line.Data);
        hosted.process.ErrorDataReceived += (_, line) => hosted.Keep(line.Data);
        hosted.process.Start();
        hosted.process.BeginOutputReadLine();
        hosted.process.BeginErrorReadLine();
        hosted.process.StandardInput.Close();
        return hosted;
    }

    /// <summary>Waits for a line that contains the text and gives it.</summary>
    public Task<string> LineAsync(string text) => Eventually.GetAsync(
        () =>
        {
            var found = lines.FirstOrDefault(line => line.Contains(text, StringComparison.Ordinal));
            return found is null && process.HasExited ? throw new InvalidOperationException($"ended with {process.ExitCode}:\n{Output}") : found;
        },
        () => $"no line with '{text}' in:\n{Output}");

    /// <summary>Waits for its end and gives the exit code.</summary>
    public async Task<int> ExitCodeAsync(TimeSpan? limit = null)
    {
        using var timeout = new CancellationTokenSource(limit ?? Eventually.Limit);
        try
        {
            await process.WaitForExitAsync(timeout.Token);
        }
        catch (OperationCanceledException)
        {
            throw new TimeoutException($"still running:\n{Output}");
        }
        return process.ExitCode;
    }

    /// <summary>Waits for a clean end: exit code 0, else the output is the failure's text.</summary>
    public async Task<string> SuccessAsync(TimeSpan? limit = null)
    {
        var code = await ExitCodeAsync(limit);
        Assert.True(code == 0, $"exit code {code}:\n{Output}");
        return Output;
    }

    /// <summary>kill -9.</summary>
    public async Task KillAsync()
    {
        process.Kill();
        await process.WaitForExitAsync();
    }

    /// <summary>kill -TERM or -INT.</summary>
    public async Task SignalAsync(string signal)
    {
        using var kill = Process.Start("kill", [$"-{signal}", $"{process.Id}"]);
        await kill.WaitForExitAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (!process.HasExited)
            await KillAsync();
        process.Dispose();
    }

    private static HostedProcess Start(IReadOnlyList<string> command, IReadOnlyDictionary<string, string>? variables) =>
        Start(command[0], command.Skip(1), variables: variables);

    // The agent may be a packed one.
    private static IReadOnlyList<string> CommandOf(string project) =>
        project == "AutoValley.Edge" && Environment.GetEnvironmentVariable("AUTOVALLEY_PACKED_AGENT") is { Length: > 0 } packed ? [packed] : ["dotnet", PathOf(project)];

    private static string PathOf(string project)
    {
        // tests/AutoValley.EndToEnd/bin/CONFIGURATION/FRAMEWORK
        var output = new DirectoryInfo(AppContext.BaseDirectory.TrimEnd('/'));
        var (folder, assembly) = project switch
        {
            "AutoValley.Edge" => ("edge", "autovalley-edge"),
            "AutoValley.Cli" => ("src", "autovalley"),
            _ => ("src", project),
        };
        return Path.Combine(
            Testing.SharedData.RepositoryRoot, folder, project, "bin", output.Parent!.Name, output.Name, assembly + ".dll");
    }

    private void Keep(string? line)
    {
        if (line is not null)
            lines.Enqueue(line);
    }
}
