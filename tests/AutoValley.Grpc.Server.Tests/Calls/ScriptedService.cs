using AutoValley.Interop;
using Grpc.Core;

namespace AutoValley.Grpc.Server.Tests.Calls;

/// <summary>What the service of a test does, call by call; registered as the service's own constructor argument.</summary>
internal sealed class Script
{
    public Func<UnaryRequest, ServerCallContext, Task<UnaryResponse?>> Unary { get; init; } = (_, _) => Task.FromResult<UnaryResponse?>(new());

    public Func<IServerStreamWriter<StreamResponse>, ServerCallContext, Task> Stream { get; init; } = (_, _) => Task.CompletedTask;

    public Func<IAsyncStreamReader<StreamRequest>, ServerCallContext, Task<SumResponse>> ClientStream { get; init; } =
        (_, _) => Task.FromResult(new SumResponse());

    public Func<IAsyncStreamReader<StreamRequest>, IServerStreamWriter<StreamResponse>, ServerCallContext, Task> Duplex { get; init; } =
        (_, _, _) => Task.CompletedTask;

    public int Made { get; set; }

    public int Disposed { get; set; }
}

internal sealed class ScriptedService : AutoValley.Interop.InteropService.InteropServiceBase, IDisposable
{
    private readonly Script _script;

    public ScriptedService(Script script)
    {
        _script = script;
        script.Made++;
    }

    public override async Task<UnaryResponse> UnaryCall(UnaryRequest request, ServerCallContext context) =>
        (await _script.Unary(request, context))!;

    public override Task ServerStream(StreamRequest request, IServerStreamWriter<StreamResponse> responseStream, ServerCallContext context) =>
        _script.Stream(responseStream, context);

    public override Task<SumResponse> ClientStream(IAsyncStreamReader<StreamRequest> requestStream, ServerCallContext context) =>
        _script.ClientStream(requestStream, context);

    public override Task Duplex(
        IAsyncStreamReader<StreamRequest> requestStream, IServerStreamWriter<StreamResponse> responseStream, ServerCallContext context) =>
        _script.Duplex(requestStream, responseStream, context);

    public void Dispose() => _script.Disposed++;
}
