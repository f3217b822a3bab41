using AutoValley.Grpc.Server.Tests.Interop.Cases;
using AutoValley.Grpc.Server.Tests.Interop.Peers;
using AutoValley.Testing;

namespace AutoValley.Grpc.Server.Tests.Interop;

/// <summary>grpc's own clients, the C core through Python and grpc-js, with our server: each runs all its cases in one process.</summary>
public sealed class ForeignClientTests(ForeignClientTests.Outcomes outcomes) : IClassFixture<ForeignClientTests.Outcomes>
{
    public static TheoryData<string> PythonCases => InteropCases.With(Peer.PythonClient);

    public static TheoryData<string> NodeCases => InteropCases.With(Peer.NodeClient);

    [PythonTheory]
    [MemberData(nameof(PythonCases))]
    public void PythonClient_OwnServer_Agree(string name) => Assert.Equal("ok", outcomes.Python.GetValueOrDefault(name, "did not run"));

    [NodeTheory(ForeignPeer.NodeFolder)]
    [MemberData(nameof(NodeCases))]
    public void NodeClient_OwnServer_Agree(string name) => Assert.Equal("ok", outcomes.Node.GetValueOrDefault(name, "did not run"));

    public sealed class Outcomes : IAsyncLifetime
    {
        public IReadOnlyDictionary<string, string> Python { get; private set; } = new Dictionary<string, string>();

        public IReadOnlyDictionary<string, string> Node { get; private set; } = new Dictionary<string, string>();

        public async Task InitializeAsync()
        {
            if (ForeignPeer.PythonIsHere)
                Python = await RunAsync(arguments => ForeignPeer.StartPythonAsync("interop_client.py", arguments), Peer.PythonClient);
            if (ForeignPeer.NodeIsHere)
                Node = await RunAsync(arguments => Task.FromResult(ForeignPeer.StartNode("interop-client.js", arguments)), Peer.NodeClient);
        }

        public Task DisposeAsync() => Task.CompletedTask;

        private static async Task<Dictionary<string, string>> RunAsync(Func<string[], Task<ForeignPeer>> start, Peer peer)
        {
            await using var server = await TestServer.StartAsync(options => options.ResponseCompressionAlgorithm = "gzip");
            await using var client = await start([server.Address.Authority, .. InteropCases.Names(peer)]);
            var outcomes = new Dictionary<string, string>();
            while (await client.ReadLineAsync() is { } line)
                outcomes[line.Split(' ')[0]] = line.Split(' ', 2)[1];
            Assert.Equal("", client.Errors);
            Assert.Equal("", string.Join("; ", server.Errors));
            return outcomes;
        }
    }
}
