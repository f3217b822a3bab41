using System.Buffers.Text;
using System.Text;
using AutoValley.Server.Query;
using AutoValley.Server.Refusals;
using Google.Protobuf;
using Grpc.Core;

namespace AutoValley.Server.Services;

/// <summary>A part of an ordered list.</summary>
/// <param name="Items">In order.</param>
/// <param name="NextToken">Where the next page begins; empty on the last.</param>
internal sealed record Page<T>(IReadOnlyList<T> Items, string NextToken);

/// <summary>
/// Cuts lists into pages. A token is the key of the entry that ended a page, so that entries may come and go meanwhile: the next page
/// begins with the first key behind it.
/// </summary>
internal static class Page
{
    /// <summary>Entries of a page at most.</summary>
    public const int MaximumSize = 10_000;

    /// <summary>Bytes from which on a page takes no more entries: well below the 4 MiB that clients take.</summary>
    public const int MaximumBytes = 3 << 20;

    /// <summary>The page behind a token, in the ordinal order of the keys.</summary>
    /// <param name="items">All, in any order.</param>
    /// <param name="keyOf">Differs between any two.</param>
    /// <param name="size">0 for the most.</param>
    /// <param name="token">Empty for the first page.</param>
    /// <exception cref="RpcException">INVALID_ARGUMENT: size or token make no sense.</exception>
    public static Page<T> Of<T>(IEnumerable<T> items, Func<T, string> keyOf, uint size, string token)
    {
        if (size > MaximumSize)
            throw Refusal.Invalid("page_size", $"a page has {MaximumSize} entries at most");
        var last = KeyOf(token);
        var behind = items.OrderBy(keyOf, StringComparer.Ordinal).SkipWhile(item => last is not null && string.CompareOrdinal(keyOf(item), last) <= 0);
        return Cut(behind, size == 0 ? MaximumSize : (int)size, _ => 0, keyOf);
    }

    /// <summary>As many entries of a page as make a response of the usual size.</summary>
    /// <param name="page">Whose token stays when all fit.</param>
    /// <param name="bytesOf">What an entry takes in the response.</param>
    /// <param name="keyOf">As for the page.</param>
    public static Page<T> Fit<T>(this Page<T> page, Func<T, int> bytesOf, Func<T, string> keyOf)
    {
        var fitting = Cut(page.Items, MaximumSize, bytesOf, keyOf);
        return fitting.Items.Count < page.Items.Count ? fitting : page;
    }

    /// <summary>The first messages, as many as a page takes, and whether there are more; no more are asked for than one behind them.</summary>
    /// <param name="messages">In order.</param>
    /// <param name="most">How many at most.</param>
    public static (IReadOnlyList<T> Taken, bool HasMore) Take<T>(IEnumerable<T> messages, int most)
        where T : IMessage => Take(messages, most, message => message.CalculateSize());

    private static Page<T> Cut<T>(IEnumerable<T> items, int most, Func<T, int> bytesOf, Func<T, string> keyOf)
    {
        var (taken, hasMore) = Take(items, most, bytesOf);
        return new(taken, hasMore ? Base64Url.EncodeToString(Encoding.UTF8.GetBytes(keyOf(taken[^1]))) : "");
    }

    private static (IReadOnlyList<T> Taken, bool HasMore) Take<T>(IEnumerable<T> items, int most, Func<T, int> bytesOf)
    {
        var (taken, bytes) = (new List<T>(), 0L);
        foreach (var item in items)
        {
            if (taken.Count == most || bytes >= MaximumBytes)
                return (taken, true);
            taken.Add(item);
            bytes += bytesOf(item);
        }
        return (taken, false);
    }

    private static string? KeyOf(string token)
    {
        if (token.Length == 0)
            return null;
        return Base64Url.IsValid(token)
            ? Encoding.UTF8.GetString(Base64Url.DecodeFromChars(token))
            : throw Refusal.Invalid("page_token", $"'{token}' is no page token");
    }
}
