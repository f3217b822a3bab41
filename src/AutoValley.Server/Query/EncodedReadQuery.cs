using System.Runtime.CompilerServices;
using AutoValley.Server.Refusals;
using AutoValley.Storage;
using AutoValley.Telemetry;
using AutoValley.V1;
using Google.Protobuf;
using Grpc.Core;
using EncodedSamples = AutoValley.V1.EncodedSamples;

namespace AutoValley.Server.Query;

/// <summary>
/// Answers QueryService.Read with columns as they are stored: their bytes go into the response without being decoded or copied, and
/// small ones share a response.
/// </summary>
internal sealed class EncodedReadQuery(ISampleStore store, QueryScopes scopes, QueryWorkers workers, QueryOptions options)
{
    // A response is sent when it has this much, so that with the part that fills it it stays well below the 4 MiB that clients take.
    private const int FullBytes = 768 << 10;

    // Most have some tens of KiB.
    private const int PartsAhead = 4;

    // Beside the columns: names, times and tags.
    private const int PartOverhead = 128;

    /// <summary>Checks the request at once; reads when it is enumerated.</summary>
    /// <exception cref="RpcException">With the status that QueryService.Read lists.</exception>
    public IAsyncEnumerable<ReadResponse> Answer(ReadRequest request, CancellationToken cancellation)
    {
        if (request.Limit > 0 || request.GapNanos > 0)
            throw Refusal.Invalid("encoding", "limit and gap_nanos are for PLAIN: encoded columns are given whole");
        var scope = scopes.Resolve(ScopeRequest.Of(request));
        var parts = workers.InOrderAsync(scope.Series, (series, stop) => ReadAsync(series, scope.Range, stop), cancellation, PartsAhead);
        return PackAsync(SampleLimit.Hold(parts, part => part.Count, options.MaximumSamples, cancellation), cancellation);
    }

    private async IAsyncEnumerable<EncodedSamples> ReadAsync(
        Series series, TimeRange range, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var vehicle = series.Vehicle.Name.ToString();
        await foreach (var stored in store.ReadEncodedAsync(series, range, cancellation))
        {
            yield return new EncodedSamples
            {
                Vehicle = vehicle,
                Signal = series.Name,
                Count = (uint)stored.Count,
                FirstTime = stored.First,
                LastTime = stored.Last,
                Times = UnsafeByteOperations.UnsafeWrap(stored.Times),
                Values = UnsafeByteOperations.UnsafeWrap(stored.Values),
            };
        }
    }

    private static async IAsyncEnumerable<ReadResponse> PackAsync(
        IAsyncEnumerable<EncodedSamples> parts, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var (response, bytes) = (new ReadResponse(), 0L);
        await foreach (var part in parts.WithCancellation(cancellation))
        {
            response.Encoded.Add(part);
            bytes += part.Times.Length + part.Values.Length + PartOverhead;
            if (bytes < FullBytes)
                continue;
            yield return response;
            (response, bytes) = (new ReadResponse(), 0);
        }
        if (response.Encoded.Count > 0)
            yield return response;
    }
}
