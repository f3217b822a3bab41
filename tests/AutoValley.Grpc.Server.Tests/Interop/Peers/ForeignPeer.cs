using System.Collections.Concurrent;
using System.Diagnostics;
using System.Threading.Channels;
using AutoValley.Testing;

namespace AutoValley.Grpc.Server.Tests.Interop.Peers;

/// <summary>A script of this folder that speaks gRPC by an implementation that nobody here wrote.</summary>
internal sealed class ForeignPeer : IAsyncDisposable
{
    public const string NodeFolder = "tests/AutoValley.Grpc.Server.Tests/Interop/node";
    public const string Python = "/usr/bin/python3";
    public const string Protoc = "/usr/bin/protoc";
    public const string Plugin = "/usr/bin/grpc_python_plugin";

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(4);
    private static readonly string Folder = Path.Combine(SharedData.RepositoryRoot, "tests/AutoValley.Grpc.Server.Tests/Interop");

    private readonly DirectoryInfo _stubs;
    private readonly Process _process;
    private readonly Channel<string> _lines = Channel.CreateUnbounded<string>();
    private readonly ConcurrentQueue<string> _errors = [];

    private ForeignPeer(DirectoryInfo stubs, ProcessStartInfo start)
    {
        (start.RedirectStandardOutput, start.RedirectStandardError) = (true, true);
        _stubs = stubs;
        _process = Process.Start(start)!;
        _process.OutputDataReceived += (_, line) => _ = line.Data is null ? _lines.Writer.TryComplete() : _lines.Writer.TryWrite(line.Data);
        _process.ErrorDataReceived += (_, line) => _errors.Enqueue(line.Data ?? "");
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    /// <summary>Whether all that Python needs is there.</summary>
    public static bool PythonIsHere => File.Exists(Python) && File.Exists(Protoc) && File.Exists(Plugin);

    /// <summary>Whether node and its packages are there.</summary>
    public static bool NodeIsHere => new NodeFactAttribute(NodeFolder).Skip is null;

    /// <summary>What it wrote as errors.</summary>
    public string Errors => string.Join('\n', _errors).Trim();

    /// <summary>Starts a script over python3-grpcio, with stubs made here from interop.proto.</summary>
    public static async Task<ForeignPeer> StartPythonAsync(string script, params string[] arguments)
    {
        var stubs = Directory.CreateTempSubdirectory("autovalley-grpc-");
        await ForeignProgram.RunAsync(
            "",
            Protoc,
            $"-I{Folder}",
            $"--python_out={stubs}",
            $"--grpc_python_out={stubs}",
            $"--plugin=protoc-gen-grpc_python={Plugin}",
            "interop.proto");
        var start = new ProcessStartInfo(Python, ["-u", Path.Combine(Folder, "python", script), .. arguments]);
        start.Environment["PYTHONPATH"] = stubs.FullName;
        return new ForeignPeer(stubs, start);
    }

    /// <summary>Starts a script over @grpc/grpc-js.</summary>
    public static ForeignPeer StartNode(string script, params string[] arguments) => new(
        Directory.CreateTempSubdirectory("autovalley-grpc-"),
        new ProcessStartInfo("node", [Path.Combine(Folder, "node", script), Path.Combine(Folder, "interop.proto"), .. arguments]));

    /// <summary>The next line of its output; null at the end.</summary>
    public async Task<string?> ReadLineAsync()
    {
        using var patience = new CancellationTokenSource(Patience);
        return await _lines.Reader.WaitToReadAsync(patience.Token) && _lines.Reader.TryRead(out var line) ? line : null;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
            _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
        _stubs.Delete(recursive: true);
    }
}
