using System.Buffers;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace AutoValley.Server.Influx.Writing;

/// <summary>A request's body, unpacked, in pooled memory and within the limits. Used once.</summary>
internal sealed class BodyReader(InfluxOptions options, BodyBudget budget) : IDisposable
{
    private const int FirstBytes = 64 << 10;

    private byte[] bytes = [];
    private int length;

    /// <summary>What was read.</summary>
    public ReadOnlyMemory<byte> Text => bytes.AsMemory(0, length);

    /// <summary>Reads all of it.</summary>
    /// <exception cref="IOException">It is cut, or the client is gone.</exception>
    public async ValueTask<BodyOutcome> ReadAsync(HttpRequest request, CancellationToken cancellation)
    {
        // The limit here counts, for what is unpacked too.
        if (request.HttpContext.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
            limit.MaxRequestBodySize = null;
        if (request.ContentLength > options.MaximumBodyBytes)
            return BodyOutcome.TooLarge;
        switch (request.Headers.ContentEncoding.ToString().ToLowerInvariant())
        {
            case "" or "identity":
                return await ReadAsync(request.Body, (int?)request.ContentLength + 1, cancellation);
            case "gzip":
                var unpacked = MarkedGzip.Open(request.Body);
                await using (unpacked.ConfigureAwait(false))
                {
                    try
                    {
                        var outcome = await ReadAsync(unpacked, null, cancellation);
                        return outcome != BodyOutcome.Read || TakeMark() ? outcome : BodyOutcome.NotGzip;
                    }
                    catch (InvalidDataException)
                    {
                        return BodyOutcome.NotGzip;
                    }
                }
            default:
                return BodyOutcome.UnknownEncoding;
        }
    }

    /// <summary>Gives the memory back.</summary>
    public void Dispose()
    {
        budget.Give(bytes.Length);
        if (bytes.Length > 0)
            ArrayPool<byte>.Shared.Return(bytes);
        (bytes, length) = ([], 0);
    }

    // Memory is taken as bytes come, not as they are announced: who is slow holds little.
    private async ValueTask<BodyOutcome> ReadAsync(Stream body, int? expected, CancellationToken cancellation)
    {
        if (!TryGrow(Math.Min(FirstBytes, expected ?? FirstBytes)))
            return BodyOutcome.TooManyUnderWay;
        while (true)
        {
            var read = await body.ReadAsync(bytes.AsMemory(length), cancellation);
            if (read == 0)
                return BodyOutcome.Read;
            if ((length += read) > options.MaximumBodyBytes)
                return BodyOutcome.TooLarge;
            if (length == bytes.Length && !TryGrow(Math.Min(length * 2, expected ?? int.MaxValue)))
                return BodyOutcome.TooManyUnderWay;
        }
    }

    private bool TakeMark()
    {
        if (!Text.Span.EndsWith(MarkedGzip.Mark))
            return false;
        length -= MarkedGzip.Mark.Length;
        return true;
    }

    private bool TryGrow(int wanted)
    {
        var larger = ArrayPool<byte>.Shared.Rent(wanted);
        if (!budget.TryTake(larger.Length))
        {
            ArrayPool<byte>.Shared.Return(larger);
            return false;
        }
        bytes.AsSpan(0, length).CopyTo(larger);
        var kept = length;
        Dispose();
        (bytes, length) = (larger, kept);
        return true;
    }
}
