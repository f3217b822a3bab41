using System.Collections.Concurrent;
using AutoValley.Mqtt.Server.Sessions;

namespace AutoValley.Mqtt.Server.Routing;

/// <summary>
/// All subscriptions, as a tree of topic levels, and the answers for the topics in use: a publish to a known topic costs one look-up and no lock.
/// Any change of a subscription makes all answers stale.
/// </summary>
internal sealed class SubscriptionTree
{
    /// <summary>Topics whose answer is remembered; beyond, all are forgotten.</summary>
    private const int MaximumAnswers = 10_000;

    private readonly Lock sync = new();
    private readonly Node root = new();
    private readonly ConcurrentDictionary<string, Answer> answers = new(StringComparer.Ordinal);
    private int version;

    /// <summary>Adds or replaces a subscription.</summary>
    public void Set(Subscription subscription)
    {
        lock (sync)
        {
            var node = root;
            foreach (var level in subscription.Filter.Topics.Split('/'))
            {
                if (!node.Children.TryGetValue(level, out var child))
                    node.Children.Add(level, child = new Node());
                node = child;
            }
            if (subscription.Filter.Group is { } group)
                node.Group(group, subscription.Request.Filter).Set(subscription);
            else
                node.Subscriptions[subscription.Session] = subscription;
            version++;
        }
    }

    /// <summary>Removes a subscription, and levels that nobody needs any more.</summary>
    public void Remove(Subscription subscription)
    {
        lock (sync)
        {
            Remove(root, subscription, subscription.Filter.Topics.Split('/'), 0);
            version++;
        }
    }

    /// <summary>A shared subscription's group, null when it has no member.</summary>
    public ShareGroup? FindGroup(SharedFilter filter)
    {
        lock (sync)
        {
            var node = root;
            foreach (var level in filter.Topics.Split('/'))
            {
                if (!node.Children.TryGetValue(level, out node))
                    return null;
            }
            return node.Groups?.GetValueOrDefault(filter.Group!);
        }
    }

    /// <summary>Who gets publishes of a topic.</summary>
    public Route Match(string topic)
    {
        if (answers.TryGetValue(topic, out var known) && known.Version == Volatile.Read(ref version))
            return known.Route;
        if (answers.Count >= MaximumAnswers)
            answers.Clear();
        lock (sync)
        {
            var found = new List<Subscription>();
            var groups = new List<ShareGroup>();
            Collect(root, topic.Split('/'), 0, node =>
            {
                found.AddRange(node.Subscriptions.Values);
                if (node.Groups is not null)
                    groups.AddRange(node.Groups.Values);
            });
            var route = new Route([.. found.GroupBy(subscription => subscription.Session).Select(Subscriber.Of)], [.. groups]);
            answers[topic] = new Answer(version, route);
            return route;
        }
    }

    private static void Collect(Node node, string[] levels, int depth, Action<Node> found)
    {
        // [MQTT-4.7.2-1] No wildcard for a first level that starts with $.
        var wildcards = depth > 0 || !levels[0].StartsWith('$');
        // "a/#" matches "a", too.
        if (wildcards && node.Children.TryGetValue("#", out var rest))
            found(rest);
        if (depth == levels.Length)
        {
            found(node);
            return;
        }
        if (wildcards && node.Children.TryGetValue("+", out var any))
            Collect(any, levels, depth + 1, found);
        if (node.Children.TryGetValue(levels[depth], out var exact))
            Collect(exact, levels, depth + 1, found);
    }

    private static void Remove(Node node, Subscription subscription, string[] levels, int depth)
    {
        if (depth == levels.Length)
        {
            node.Remove(subscription);
            return;
        }
        if (!node.Children.TryGetValue(levels[depth], out var child))
            return;
        Remove(child, subscription, levels, depth + 1);
        if (child.IsEmpty)
            node.Children.Remove(levels[depth]);
    }

    private sealed class Node
    {
        public Dictionary<string, Node> Children { get; } = new(StringComparer.Ordinal);

        public Dictionary<ServerSession, Subscription> Subscriptions { get; } = [];

        /// <summary>By name; null while there is none.</summary>
        public Dictionary<string, ShareGroup>? Groups { get; private set; }

        public bool IsEmpty => Children.Count == 0 && Subscriptions.Count == 0 && Groups is not { Count: > 0 };

        public ShareGroup Group(string name, string filter)
        {
            Groups ??= new(StringComparer.Ordinal);
            if (!Groups.TryGetValue(name, out var group))
                Groups.Add(name, group = new ShareGroup(filter));
            return group;
        }

        public void Remove(Subscription subscription)
        {
            if (subscription.Filter.Group is not { } name)
                Subscriptions.Remove(subscription.Session);
            else if (Groups?.GetValueOrDefault(name) is { } group)
            {
                group.Remove(subscription.Session);
                if (group.IsEmpty)
                    Groups.Remove(name);
            }
        }
    }

    private readonly record struct Answer(int Version, Route Route);
}
