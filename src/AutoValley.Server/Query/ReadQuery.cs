using System.Runtime.CompilerServices;
using AutoValley.Server.Refusals;
using AutoValley.Storage;
using AutoValley.Telemetry;
using AutoValley.V1;
using Grpc.Core;

namespace AutoValley.Server.Query;

/// <summary>Answers QueryService.Read with plain columns: series after series, which the workers read side by side.</summary>
internal sealed class ReadQuery(ISampleStore store, QueryScopes scopes, QueryWorkers workers, QueryOptions options, EncodedReadQuery encoded)
{
    /// <summary>Checks the request at once; reads when it is enumerated.</summary>
    /// <exception cref="RpcException">With the status that QueryService.Read lists.</exception>
    public IAsyncEnumerable<ReadResponse> Answer(ReadRequest request, CancellationToken cancellation)
    {
        if (!Enum.IsDefined(request.Encoding))
            throw Refusal.Invalid("encoding", "encoding must be known");
        if (request.Encoding == SampleEncoding.Encoded)
            return encoded.Answer(request, cancellation);
        var scope = scopes.Resolve(ScopeRequest.Of(request));
        var responses = workers.InOrderAsync(scope.Series, (series, stop) => ReadAsync(series, scope.Range, request, stop), cancellation);
        return SampleLimit.Hold(responses, response => response.Times.Plain.Deltas.Count, options.MaximumSamples, cancellation);
    }

    private async IAsyncEnumerable<ReadResponse> ReadAsync(
        Series series, TimeRange range, ReadRequest request, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var left = request.Limit == 0 ? ulong.MaxValue : request.Limit;
        var gaps = new Gaps(request.GapNanos);
        await foreach (var samples in store.ReadAsync(series, range, cancellation))
        {
            foreach (var slice in samples.Slice(0, (int)Math.Min((ulong)samples.Count, left)).Cut())
            {
                var response = ToResponse(series, slice);
                gaps.AddTo(response.Gaps, slice.Times.Span);
                yield return response;
                left -= (ulong)slice.Count;
            }
            if (left == 0)
                break;
        }
    }

    private static ReadResponse ToResponse(Series series, Samples samples)
    {
        var baseTime = samples.Times.Span[0];
        return new ReadResponse
        {
            Vehicle = series.Vehicle.Name.ToString(),
            Signal = series.Name,
            BaseTime = baseTime,
            Times = PlainColumns.ToTimeBase(samples.Times.Span, baseTime),
            Column = PlainColumns.ToColumn(samples.Values, 0),
        };
    }
}
