using AutoValley.Grpc.Server.Tests.Interop.Cases;
using AutoValley.Grpc.Server.Tests.Interop.Peers;
using AutoValley.Testing;

namespace AutoValley.Grpc.Server.Tests.Interop;

/// <summary>Our client with grpc's own servers: the C core through Python, and grpc-js.</summary>
public sealed class ForeignServerTests(ForeignServerTests.Servers servers) : IClassFixture<ForeignServerTests.Servers>
{
    public static TheoryData<string> PythonCases => InteropCases.With(Peer.PythonServer);

    public static TheoryData<string> NodeCases => InteropCases.With(Peer.NodeServer);

    [PythonTheory]
    [MemberData(nameof(PythonCases))]
    public Task OwnClient_PythonServer_Agree(string name) => RunAsync(name, Peer.PythonServer, servers.PythonPort);

    [NodeTheory(ForeignPeer.NodeFolder)]
    [MemberData(nameof(NodeCases))]
    public Task OwnClient_NodeServer_Agree(string name) => RunAsync(name, Peer.NodeServer, servers.NodePort);

    private static async Task RunAsync(string name, Peer peer, string port)
    {
        using var run = new InteropRun(new Uri($"http://127.0.0.1:{port}"), peer);
        await InteropCases.RunAsync(name, run);
    }

    public sealed class Servers : IAsyncLifetime
    {
        private readonly List<ForeignPeer> _peers = [];

        public string PythonPort { get; private set; } = "";

        public string NodePort { get; private set; } = "";

        public async Task InitializeAsync()
        {
            if (ForeignPeer.PythonIsHere)
                PythonPort = await PortOfAsync(await ForeignPeer.StartPythonAsync("interop_server.py"));
            if (ForeignPeer.NodeIsHere)
                NodePort = await PortOfAsync(ForeignPeer.StartNode("interop-server.js"));
        }

        public async Task DisposeAsync()
        {
            foreach (var peer in _peers)
                await peer.DisposeAsync();
        }

        private async Task<string> PortOfAsync(ForeignPeer peer)
        {
            _peers.Add(peer);
            return await peer.ReadLineAsync() ?? throw new InvalidOperationException(peer.Errors);
        }
    }
}
