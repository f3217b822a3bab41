using System.Collections.Concurrent;
using System.Diagnostics;
using System.Threading.Channels;

namespace AutoValley.Grpc.Tests.Interop;

/// <summary>A script that speaks gRPC through Debian's python3-grpcio, with stubs made here from interop.proto.</summary>
internal sealed class PythonPeer : IAsyncDisposable
{
    public const string Python = "/usr/bin/python3";
    public const string Protoc = "/usr/bin/protoc";
    public const string Plugin = "/usr/bin/grpc_python_plugin";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);

    private readonly DirectoryInfo _folder;
    private readonly Process _process;
    private readonly Channel<string> _lines = Channel.CreateUnbounded<string>();
    private readonly ConcurrentQueue<string> _errors = [];

    private PythonPeer(DirectoryInfo folder, Process process)
    {
        _folder = folder;
        _process = process;
        process.OutputDataReceived += (_, line) => _ = line.Data is null ? _lines.Writer.TryComplete() : _lines.Writer.TryWrite(line.Data);
        process.ErrorDataReceived += (_, line) => _errors.Enqueue(line.Data ?? "");
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    /// <summary>Whether all three programs are there.</summary>
    public static bool IsHere => File.Exists(Python) && File.Exists(Protoc) && File.Exists(Plugin);

    /// <summary>Starts a script of this folder.</summary>
    public static async Task<PythonPeer> StartAsync(string script, params string[] arguments)
    {
        var source = Path.Combine(AppContext.BaseDirectory, "Interop");
        var folder = Directory.CreateTempSubdirectory("autovalley-grpc-");
        await RunAsync(
            Protoc,
            $"-I{source}",
            $"--python_out={folder}",
            $"--grpc_python_out={folder}",
            $"--plugin=protoc-gen-grpc_python={Plugin}",
            "interop.proto");
        var start = Start(Python, ["-u", Path.Combine(source, script), .. arguments]);
        start.Environment["PYTHONPATH"] = folder.FullName;
        return new PythonPeer(folder, Process.Start(start)!);
    }

    /// <summary>The next line of its output; null at the end.</summary>
    public async Task<string?> ReadLineAsync()
    {
        using var patience = new CancellationTokenSource(Patience);
        return await _lines.Reader.WaitToReadAsync(patience.Token) && _lines.Reader.TryRead(out var line) ? line : null;
    }

    /// <summary>What it wrote as errors.</summary>
    public string Errors => string.Join('\n', _errors);

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
            _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
        _folder.Delete(recursive: true);
    }

    private static async Task RunAsync(string program, params string[] arguments)
    {
        using var process = Process.Start(Start(program, arguments))!;
        var errors = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, $"{program}: {errors}");
    }

    private static ProcessStartInfo Start(string program, IEnumerable<string> arguments) =>
        new(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
}
