using AutoValley.Server.Influx.Ql;
using AutoValley.Server.Query;
using AutoValley.Telemetry.LineProtocol;
using Grpc.Core;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace AutoValley.Server.Influx.Reading;

/// <summary>
/// <c>/query</c>: InfluxQL by address or form. 400 when it is not understood, 413 when it is too long, 503 when too many ask; whatever goes wrong with a statement that was understood
/// is told in its answer, as InfluxDB does.
/// </summary>
internal sealed class QueryEndpoint(QueryAnswer answer, QueryTurns turns, InfluxOptions options)
{
    // InfluxDB's standard is the most here: a chunk's rows are in memory until it is written.
    private const int MaximumChunkRows = 10_000;

    /// <summary>Answers a request.</summary>
    public async Task HandleAsync(HttpContext context)
    {
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
            limit.MaxRequestBodySize = options.MaximumQueryBytes * 4L;
        QueryRequest request;
        try
        {
            request = ToRequest(context.Request.HasFormContentType ? await context.Request.ReadFormAsync(context.RequestAborted) : FormCollection.Empty, context.Request.Query);
        }
        catch (QlException fault)
        {
            await InfluxAnswers.V1Async(context, StatusCodes.Status400BadRequest, fault.Message);
            return;
        }
        catch (Exception failure) when (failure is BadHttpRequestException or InvalidDataException)
        {
            await InfluxAnswers.V1Async(context, (failure as BadHttpRequestException)?.StatusCode ?? StatusCodes.Status400BadRequest, failure.Message);
            return;
        }
        catch (IOException)
        {
            // Nobody is there any more.
            context.Abort();
            return;
        }
        await AnswerAsync(context, request);
    }

    // Also what reads the statements waits for its turn: they may be long.
    private async Task AnswerAsync(HttpContext context, QueryRequest request)
    {
        try
        {
            using var turn = await turns.EnterAsync(context.RequestAborted);
            var statements = QlParser.Read(request.Text, options.MaximumStatements);
            InfluxAnswers.AddVersion(context.Response);
            context.Response.ContentType = "application/json";
            await answer.WriteAsync(request, statements, context.Response.BodyWriter, turn);
        }
        catch (QlException fault) when (!context.Response.HasStarted)
        {
            await InfluxAnswers.V1Async(context, StatusCodes.Status400BadRequest, fault.Message);
        }
        catch (RpcException busy) when (!context.Response.HasStarted)
        {
            await InfluxAnswers.V1Async(context, StatusCodes.Status503ServiceUnavailable, busy.Status.Detail);
        }
        catch (RpcException)
        {
            // The client does not read, and neither do too many others.
            context.Abort();
        }
    }

    private QueryRequest ToRequest(IFormCollection form, IQueryCollection query)
    {
        string Find(string key) => form.TryGetValue(key, out var inForm) ? inForm.ToString() : query[key].ToString();
        bool IsSet(string key) => Find(key) is "true" or "1" or "t";
        var text = Find("q") is { Length: > 0 } found ? found : throw new QlException("missing required parameter \"q\"");
        if (text.Length > options.MaximumQueryBytes)
            throw new QlException($"error parsing query: more than {options.MaximumQueryBytes} bytes (InfluxApi:MaximumQueryBytes)");
        var epoch = Find("epoch");
        if (!LinePrecision.TryParse(epoch, out var precision))
            throw new QlException($"invalid epoch '{epoch}': ns, u, ms, s, m or h");
        return new QueryRequest(text, Find("db"))
        {
            Epoch = epoch.Length > 0 ? precision : null,
            ChunkRows = !IsSet("chunked") ? null : int.TryParse(Find("chunk_size"), out var rows) && rows > 0 ? Math.Min(rows, MaximumChunkRows) : MaximumChunkRows,
            IsPretty = IsSet("pretty"),
        };
    }
}
