namespace AutoValley.Mqtt.Server.Routing;

/// <summary>A topic filter, taken apart: <c>$share/{group}/{filter}</c> or a plain one (MQTT 5.0 section 4.8.2).</summary>
/// <param name="Group">Name of the group, null for a plain filter.</param>
/// <param name="Topics">What topics are matched with.</param>
internal readonly record struct SharedFilter(string? Group, string Topics)
{
    /// <summary>Takes a filter apart; false when it is none.</summary>
    public static bool TryParse(string filter, out SharedFilter parsed)
    {
        parsed = new SharedFilter(null, filter);
        if (!filter.StartsWith(TopicRules.SharedPrefix, StringComparison.Ordinal))
            return TopicRules.IsFilter(filter);
        // [MQTT-4.8.2-1] [MQTT-4.8.2-2] A name of at least one character without / + #, and a filter behind it.
        var name = TopicRules.SharedPrefix.Length;
        var end = filter.IndexOf('/', name);
        if (end <= name || filter.AsSpan(name, end - name).ContainsAny('+', '#'))
            return false;
        parsed = new SharedFilter(filter[name..end], filter[(end + 1)..]);
        return TopicRules.IsFilter(parsed.Topics) && TopicRules.IsFilter(filter[..end]);
    }
}
