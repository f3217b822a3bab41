using AutoValley.Grpc.Server.Tests.Interop.Peers;

namespace AutoValley.Grpc.Server.Tests.Interop.Cases;

/// <summary>
/// Every case of gRPC's doc/interop-test-descriptions.md under its name, then some of our own; the one list for all peers. What our client does in a case
/// stands in this folder, what the others do in <c>python</c> and <c>node</c> under the same names. Not here, as there is nothing of it in this house: the
/// cases of Google's credentials (compute_engine_creds, jwt_token_creds, oauth2_auth_token, per_rpc_creds, google_default_credentials,
/// compute_engine_channel_credentials), of xDS and load balancing (pick_first_unary, ORCA), of cacheable calls over GET (cacheable_unary), and
/// mcs_cs, which is <c>ReuseTests.Calls_MoreThanAConnectionTakes_GetASecondOne</c>.
/// </summary>
internal static class InteropCases
{
    private static readonly Dictionary<string, Func<InteropRun, Task>> Cases = new()
    {
        ["empty_unary"] = UnaryCases.Empty,
        ["large_unary"] = UnaryCases.Large,
        ["client_compressed_unary"] = CompressionCases.ClientUnary,
        ["server_compressed_unary"] = CompressionCases.ServerUnary,
        ["client_streaming"] = StreamingCases.Client,
        ["client_compressed_streaming"] = CompressionCases.ClientStreaming,
        ["server_streaming"] = StreamingCases.Server,
        ["server_compressed_streaming"] = CompressionCases.ServerStreaming,
        ["ping_pong"] = StreamingCases.PingPong,
        ["empty_stream"] = StreamingCases.Empty,
        ["custom_metadata"] = StatusCases.CustomMetadata,
        ["status_code_and_message"] = StatusCases.CodeAndMessage,
        ["special_status_message"] = StatusCases.SpecialMessage,
        ["unimplemented_method"] = StatusCases.UnimplementedMethod,
        ["unimplemented_service"] = StatusCases.UnimplementedService,
        ["cancel_after_begin"] = EndingCases.CancelAfterBegin,
        ["cancel_after_first_response"] = EndingCases.CancelAfterFirstResponse,
        ["timeout_on_sleeping_server"] = EndingCases.TimeoutOnSleepingServer,
        ["rpc_soak"] = LoadCases.Rpcs,
        ["channel_soak"] = LoadCases.Channels,
        ["concurrent_large_unary"] = LoadCases.Concurrent,
        ["empty_unary_blocking"] = UnaryCases.EmptyBlocking,
        ["client_streaming_buffered"] = StreamingCases.ClientBuffered,
        ["read_before_write"] = StreamingCases.ReadBeforeWrite,
        ["error_after_responses"] = StatusCases.ErrorAfterResponses,
        ["request_over_limit"] = StatusCases.RequestOverLimit,
        ["deadline_reaches_the_server"] = EndingCases.DeadlineReachesTheServer,
        ["server_ends_upload_early"] = EndingCases.ServerEndsUploadEarly,
    };

    // What a peer cannot do, and why.
    private static readonly (Peer Peer, string Name, string Reason)[] Impossible =
    [
        (Peer.OwnUncompressed, "server_compressed_unary", "the server compresses nothing"),
        (Peer.OwnUncompressed, "server_compressed_streaming", "the server compresses nothing"),
        (Peer.NodeServer, "server_compressed_unary", "grpc-js compresses no responses"),
        (Peer.NodeServer, "server_compressed_streaming", "grpc-js compresses no responses"),
        (Peer.PythonClient, "client_compressed_streaming", "grpcio's client compresses all requests of a call or none"),
        (Peer.NodeClient, "client_compressed_streaming", "grpc-js's client compresses all requests of a channel or none"),
        (Peer.PythonClient, "empty_unary_blocking", "of our client's API"),
        (Peer.NodeClient, "empty_unary_blocking", "of our client's API"),
        (Peer.PythonClient, "client_streaming_buffered", "of our client's API"),
        (Peer.NodeClient, "client_streaming_buffered", "of our client's API"),
    ];

    /// <summary>Whether a server sees if a request was compressed. The others get the cases without the question that is to fail.</summary>
    public static bool TellsCompression(Peer peer) => peer is not (Peer.PythonServer or Peer.NodeServer);

    /// <summary>The names of the cases with a peer.</summary>
    public static TheoryData<string> With(Peer peer) => [.. Names(peer)];

    /// <summary>As <see cref="With"/>.</summary>
    public static string[] Names(Peer peer) => [.. Cases.Keys.Except(Impossible.Where(entry => entry.Peer == peer).Select(entry => entry.Name))];

    /// <summary>Runs a case with our client.</summary>
    public static Task RunAsync(string name, InteropRun run) => Cases[name](run).WaitAsync(InteropRun.Patience);
}
