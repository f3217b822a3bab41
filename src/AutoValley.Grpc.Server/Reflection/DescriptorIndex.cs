using Google.Protobuf.Reflection;

namespace Grpc.AspNetCore.Server.Reflection;

/// <summary>The files that services are declared in, with all that those import, by what somebody may ask for.</summary>
internal sealed class DescriptorIndex
{
    private readonly Dictionary<string, FileDescriptor> files = new(StringComparer.Ordinal);
    private readonly Dictionary<string, FileDescriptor> symbols = new(StringComparer.Ordinal);
    private readonly Dictionary<string, SortedDictionary<int, FileDescriptor>> extensions = new(StringComparer.Ordinal);

    public DescriptorIndex(IEnumerable<ServiceDescriptor> services)
    {
        foreach (var service in services)
        {
            Services.Add(service.FullName);
            Add(service.File);
        }
    }

    /// <summary>Full names, sorted.</summary>
    public SortedSet<string> Services { get; } = new(StringComparer.Ordinal);

    /// <summary>A file by its path.</summary>
    public FileDescriptor? File(string name) => files.GetValueOrDefault(name);

    /// <summary>The file that declares a type, service, method, field, value, one-of or extension.</summary>
    public FileDescriptor? FileOf(string symbol) => symbols.GetValueOrDefault(symbol);

    /// <summary>The file that declares an extension.</summary>
    public FileDescriptor? FileOf(string type, int extension) => extensions.GetValueOrDefault(type)?.GetValueOrDefault(extension);

    /// <summary>Numbers of a message type's extensions, ascending; null when there is no such type.</summary>
    public IReadOnlyCollection<int>? ExtensionsOf(string type) =>
        extensions.TryGetValue(type, out var known) ? known.Keys : symbols.GetValueOrDefault(type)?.FindTypeByName<MessageDescriptor>(LocalName(type)) is null ? null : [];

    /// <summary>The file, then all that it imports, each once.</summary>
    public static IReadOnlyList<FileDescriptor> WithImports(FileDescriptor file)
    {
        var found = new List<FileDescriptor> { file };
        for (var next = 0; next < found.Count; next++)
            found.AddRange(found[next].Dependencies.Where(import => !found.Contains(import)).ToArray());
        return found;
    }

    private string LocalName(string type) => symbols[type].Package is { Length: > 0 } package ? type[(package.Length + 1)..] : type;

    private void Add(FileDescriptor root)
    {
        foreach (var file in WithImports(root).Where(file => files.TryAdd(file.Name, file)))
        {
            foreach (var message in file.MessageTypes)
                Add(file, message);
            foreach (var values in file.EnumTypes)
                Add(file, values);
            foreach (var extension in file.Extensions.UnorderedExtensions)
                Add(file, extension);
            foreach (var service in file.Services)
            {
                symbols[service.FullName] = file;
                foreach (var method in service.Methods)
                    symbols[method.FullName] = file;
            }
        }
    }

    private void Add(FileDescriptor file, MessageDescriptor message)
    {
        symbols[message.FullName] = file;
        foreach (var field in message.Fields.InDeclarationOrder())
            symbols[field.FullName] = file;
        foreach (var choice in message.Oneofs)
            symbols[choice.FullName] = file;
        foreach (var extension in message.Extensions.UnorderedExtensions)
            Add(file, extension);
        foreach (var nested in message.NestedTypes)
            Add(file, nested);
        foreach (var values in message.EnumTypes)
            Add(file, values);
    }

    private void Add(FileDescriptor file, EnumDescriptor values)
    {
        symbols[values.FullName] = file;
        foreach (var value in values.Values)
            symbols[value.FullName] = file;
    }

    private void Add(FileDescriptor file, FieldDescriptor extension)
    {
        symbols[extension.FullName] = file;
        var type = extension.ExtendeeType.FullName;
        if (!extensions.TryGetValue(type, out var known))
            extensions.Add(type, known = []);
        known[extension.FieldNumber] = file;
    }
}
