using AutoValley.Grpc.Server.Tests.Interop.Peers;
using AutoValley.Grpc.Server.Tests.Interop.Wire;
using AutoValley.Interop;
using Google.Protobuf;
using Grpc.Core;
using Grpc.Net.Client;

namespace AutoValley.Grpc.Server.Tests.Interop.Cases;

/// <summary>Our client in a case: its channel, and what passed over it.</summary>
internal sealed class InteropRun : IDisposable
{
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);

    private readonly Uri _address;
    private readonly Action<GrpcChannelOptions>? _configure;
    private readonly List<bool> _sent = [];
    private readonly List<bool> _received = [];

    public InteropRun(Uri address, Peer peer, Action<GrpcChannelOptions>? configure = null)
    {
        (_address, _configure, TellsCompression) = (address, configure, InteropCases.TellsCompression(peer));
        Channel = Connect();
        Client = new(Channel);
    }

    public GrpcChannel Channel { get; }

    public AutoValley.Interop.InteropService.InteropServiceClient Client { get; }

    /// <summary>Whether the server sees if a request was compressed.</summary>
    public bool TellsCompression { get; }

    /// <summary>Another connection to the same server.</summary>
    public GrpcChannel Connect(bool tapped = false)
    {
        var options = new GrpcChannelOptions();
        _configure?.Invoke(options);
        if (tapped)
            (options.HttpHandler, options.DisposeHttpClient) = (new TapHandler(new SocketsHttpHandler(), _sent, _received), true);
        return GrpcChannel.ForAddress(_address, options);
    }

    /// <summary>Whether each request and response of the tapped channels was compressed.</summary>
    public (IReadOnlyList<bool> Sent, IReadOnlyList<bool> Received) Compressed =>
        (new MessageFlags(_sent).Seen, new MessageFlags(_received).Seen);

    public static ByteString Zeros(int length) => ByteString.CopyFrom(new byte[length]);

    /// <summary>A call that has to fail.</summary>
    public static async Task<Status> FailsAsync(Task call) => (await Assert.ThrowsAsync<RpcException>(() => call)).Status;

    public static async Task<List<int>> ReadLengthsAsync(IAsyncStreamReader<StreamResponse> responses)
    {
        var lengths = new List<int>();
        await foreach (var response in responses.ReadAllAsync())
            lengths.Add(response.Payload.Length);
        return lengths;
    }

    public void Dispose() => Channel.Dispose();
}
