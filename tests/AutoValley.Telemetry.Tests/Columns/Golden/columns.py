"""A second reader and writer of the column format, written from src/AutoValley.Telemetry/Columns/FORMAT.md and from nothing else.

columns.py make          prints the golden file: columns of every encoding, their bytes and what they hold
columns.py decode        reads lines of hexadecimal columns, prints what each holds
"""
import struct
import sys

MASK = (1 << 64) - 1
KINDS = ["times", "doubles", "integers", "booleans", "texts"]
VECTOR = 1024


def twos(value):
    value &= MASK
    return value - (1 << 64) if value >> 63 else value


def unzigzag(value):
    return (value >> 1) ^ -(value & 1)


def zigzag(value):
    return ((value << 1) ^ (value >> 63)) & MASK


# ---- reading

class Reader:
    def __init__(self, data):
        self.data, self.at = data, 0

    def take(self, length):
        assert 0 <= length <= len(self.data) - self.at, "too short"
        self.at += length
        return self.data[self.at - length:self.at]

    def byte(self):
        return self.take(1)[0]

    def varint(self):
        value = 0
        for index in range(10):
            one = self.byte()
            value |= (one & 0x7F) << (7 * index)
            if one < 0x80:
                return value & MASK
        raise AssertionError("long varint")

    def signed(self):
        return unzigzag(self.varint())

    def bits(self, count, width):
        string = int.from_bytes(self.take((count * width + 7) // 8), "little")
        return [(string >> (index * width)) & ((1 << width) - 1) for index in range(count)]

    def block(self, count):
        base, head = self.signed(), self.byte()
        width = head & 0x7F
        extra = self.byte() if head & 0x80 else 0
        assert width <= 64 and extra < 8
        factor = self.varint() if extra & 1 else 1
        if extra & 4:
            assert width == 0 and not extra & 2
            return [twos(base + factor * unzigzag(field)) for field in coded_fields(self.take(self.varint()), count)]
        exceptions, exception_width = (self.varint(), self.byte()) if extra & 2 else (0, 0)
        assert exceptions <= count and exception_width <= 64
        fields = self.bits(count, width)
        positions = self.bits(exceptions, 10)
        for position, field in zip(positions, self.bits(exceptions, exception_width)):
            fields[position] = unzigzag(field)
        return [twos(base + factor * field) for field in fields]

    def integers(self, count, nested=False):
        encoding = self.byte()
        if encoding == 0:
            return [self.signed()] * count
        if encoding == 1:
            return self.block(count)
        if encoding == 2:
            values = [self.signed()]
            for delta in self.block(count - 1):
                values.append(twos(values[-1] + delta))
            return values
        if encoding == 3:
            assert count >= 2
            values, delta = [self.signed()], self.signed()
            values.append(twos(values[0] + delta))
            for change in self.block(count - 2):
                delta += change
                values.append(twos(values[-1] + delta))
            return values
        if encoding == 4:
            values = [self.signed()]
            for difference in self.block(count - 1):
                values.append(values[-1] ^ difference)
            return values
        assert encoding == 5 and not nested, f"integer encoding {encoding}"
        runs = self.varint()
        assert 1 <= runs <= count
        values = self.integers(runs, nested=True)
        lengths = self.block(runs)
        assert min(lengths) >= 1 and sum(lengths) == count
        return [value for value, length in zip(values, lengths) for _ in range(length)]

    def doubles(self, count):
        encoding = self.byte()
        if encoding == 8:
            return [struct.unpack("<Q", self.take(8))[0] for _ in range(count)]
        if encoding in (9, 10):
            pair = self.byte()
            exponent = next(e for e in range(19) if e * (e + 1) // 2 <= pair < (e + 1) * (e + 2) // 2)
            factor = pair - exponent * (exponent + 1) // 2
            bits = [bits_of(decimal(integer, exponent, factor)) for integer in self.integers(count)]
            corrections = self.integers(count) if encoding == 10 else [0] * count
            return [(one + correction) & MASK for one, correction in zip(bits, corrections)]
        if encoding == 12:
            scale, places, offset = self.varint(), self.byte(), self.signed()
            assert 1 <= scale <= 1 << 53 and places <= 18 and abs(offset) <= 1 << 53
            return [bits_of(linear(integer, scale, places, offset)) for integer in self.integers(count)]
        assert encoding == 11, f"double encoding {encoding}"
        shift = self.byte()
        assert shift < 64
        return [(integer << shift) & MASK for integer in self.integers(count)]

    def booleans(self, count):
        encoding = self.byte()
        if encoding in (16, 17):
            return [encoding - 16] * count
        if encoding == 18:
            return self.bits(count, 1)
        assert encoding in (19, 20), f"boolean encoding {encoding}"
        lengths = self.block(self.varint())
        assert lengths and min(lengths) >= 1 and sum(lengths) == count
        return [(encoding - 19 + index) % 2 for index, length in enumerate(lengths) for _ in range(length)]

    def vectors(self, read, count):
        return [value for start in range(0, count, VECTOR) for value in read(min(VECTOR, count - start))]

    def list_of_texts(self, count):
        def vector(length):
            return [self.take(size).decode("utf-8") for size in self.integers(length)]
        return self.vectors(vector, count)

    def texts(self, count, size):
        if count == 0:
            return []
        encoding = self.byte()
        if encoding == 24:
            values = self.list_of_texts(count)
        else:
            assert encoding == 25, f"text encoding {encoding}"
            entries = self.list_of_texts(self.varint())
            values = [entries[place] for place in self.vectors(self.integers, count)]
        assert sum(len(value.encode("utf-8")) for value in values) == size
        return values


class BitString:
    def __init__(self, data):
        self.string, self.left = int.from_bytes(data, "little"), 8 * len(data)

    def take(self, count):
        assert count <= self.left, "too few bits"
        value = self.string & ((1 << count) - 1)
        self.string >>= count
        self.left -= count
        return value


def extra_bits(one):
    return max(0, (one >> 2) - 1)


def states_of(frequencies, log):
    """Of each state: class, bits, start."""
    size, state, owners = 1 << log, 0, {}
    for one, frequency in enumerate(frequencies):
        for _ in range(frequency):
            assert state not in owners
            owners[state] = one
            state = (state + (size >> 1) + (size >> 3) + 3) % size
    places, table = list(frequencies), []
    for state in range(size):
        one = owners[state]
        count = log - (places[one].bit_length() - 1)
        table.append((one, count, (places[one] << count) - size))
        places[one] += 1
    return table


def coded_fields(data, count):
    bits = BitString(data)
    log, classes = bits.take(4), bits.take(8)
    assert 5 <= log <= 9 and classes <= 168
    frequencies = []
    for _ in range(classes):
        length = bits.take(3)
        length += bits.take(2) if length == 7 else 0
        frequencies.append(0 if length == 0 else (1 << (length - 1)) + bits.take(length - 1))
    assert sum(frequencies) == 1 << log
    table = states_of(frequencies, log)
    states, fields = [bits.take(log) for _ in range(4)], []
    for index in range(count):
        one, length, start = table[states[index % 4]]
        extra = extra_bits(one)
        fields.append(((one - 4 * extra) << extra) + bits.take(extra))
        states[index % 4] = start + bits.take(length)
    assert states == [0] * 4 and bits.left < 8
    return fields


def linear(integer, scale, places, offset):
    return float(integer) * (float(scale) / float(f"1e{places}")) + float(offset) / float(f"1e{places}")


def bits_of(value):
    return struct.unpack("<Q", struct.pack("<d", value))[0]


def decimal(integer, exponent, factor):
    return (float(integer) * float(f"1e{factor}")) * float(f"1e-{exponent}")


def decode(data):
    """The kind's name and the values; doubles as their bits."""
    reader = Reader(data)
    head, count = reader.byte(), reader.varint()
    assert head >> 4 == 1
    kind = KINDS[head & 15]
    if kind == "texts":
        values = reader.texts(count, reader.varint())
    else:
        values = reader.vectors({"doubles": reader.doubles, "booleans": reader.booleans}.get(kind, reader.integers), count)
    assert reader.at == len(data), "bytes left over"
    return kind, values


def show(kind, values):
    """Space-separated, N*value for a run."""
    words = []
    for value in values:
        word = f"{value:016x}" if kind == "doubles" else value.encode("utf-8").hex() if kind == "texts" else str(value)
        if words and words[-1][1] == word:
            words[-1][0] += 1
        else:
            words.append([1, word])
    return " ".join([kind] + [word if count == 1 else f"{count}*{word}" for count, word in words])


# ---- writing: each piece as told, no choice is made

def varint(value):
    out = bytearray()
    while value >= 0x80:
        out.append(value & 0x7F | 0x80)
        value >>= 7
    return bytes(out + bytes([value]))


def signed(value):
    return varint(zigzag(value))


def bits(values, width):
    string = sum((value & ((1 << width) - 1)) << (index * width) for index, value in enumerate(values))
    return string.to_bytes((len(values) * width + 7) // 8, "little")


def block(values, base, width, factor=1, exceptions=(), exception_width=0):
    fields = [twos(twos(value - base) // factor) for value in values]
    extra = (1 if factor > 1 else 0) | (2 if exceptions else 0)
    out = signed(base) + bytes([width | (0x80 if extra else 0)])
    if extra:
        out += bytes([extra])
    if extra & 1:
        out += varint(factor)
    if extra & 2:
        out += varint(len(exceptions)) + bytes([exception_width])
    return out + bits(fields, width) + bits(exceptions, 10) + bits([zigzag(fields[place]) for place in exceptions], exception_width)


def frequencies_for(classes, log):
    """Any will do whose sum is right: shares, rounded down, and what is left to the most common class."""
    counts = [classes.count(one) for one in range(max(classes) + 1)]
    shares = [max(1, (count << log) // len(classes) * 3 // 4) if count else 0 for count in counts]
    shares[counts.index(max(counts))] += (1 << log) - sum(shares)
    return shares


def class_of(field):
    extra = max(0, field.bit_length() - 3)
    return 4 * extra + (field >> extra)


def coded(values, base, log, factor=1):
    """A block of coded fields; the states are sought by trying, from the end."""
    fields = [zigzag(twos(value - base) // factor) for value in values]
    frequencies = frequencies_for([class_of(field) for field in fields], log)
    table, size = states_of(frequencies, log), 1 << log
    states, chunks = [0] * 4, []
    for index in reversed(range(len(fields))):
        field = fields[index]
        extra = max(0, field.bit_length() - 3)
        one = class_of(field)
        state = next(s for s in range(size) if table[s][0] == one and table[s][2] <= states[index % 4] < table[s][2] + (1 << table[s][1]))
        chunks.append((states[index % 4] - table[state][2], table[state][1]))
        chunks.append((field & ((1 << extra) - 1), extra))
        states[index % 4] = state
    numbers = [(log, 4), (len(frequencies), 8)]
    for frequency in frequencies:
        length = frequency.bit_length()
        numbers += [(min(length, 7), 3)] + ([(length - 7, 2)] if length >= 7 else []) + ([(frequency - (1 << (length - 1)), length - 1)] if length > 1 else [])
    string, at = 0, 0
    for value, width in numbers + [(state, log) for state in states] + chunks[::-1]:
        string |= value << at
        at += width
    data = string.to_bytes((at + 7) // 8, "little")
    extra = 4 | (1 if factor > 1 else 0)
    return signed(base) + bytes([0x80, extra]) + (varint(factor) if factor > 1 else b"") + varint(len(data)) + data


def column(kind, count, *parts):
    return bytes([0x10 | KINDS.index(kind)]) + varint(count) + b"".join(parts)


def differences(values):
    return [twos(after - before) for before, after in zip(values, values[1:])]


def f64(*values):
    return struct.pack(f"<{len(values)}d", *values)


def golden():
    start = 1_795_000_000_000_000_000
    yield "no times", column("times", 0), []
    yield "one time", column("times", 1, b"\0", signed(start)), [start]
    times = [start + 10_000_000 * index for index in range(6)]
    yield "regular times by delta", column("times", 6, b"\2", signed(start), block([10_000_000] * 5, 10_000_000, 0)), times
    yield "regular times by delta of delta", column("times", 6, b"\3", signed(start), signed(10_000_000), block([0] * 4, 0, 0)), times
    jitter = [start + 10_000_000 * index + 1000 * (index * 7 % 5) for index in range(40)]
    yield "microseconds by a factor of 1000", column("times", 40, b"\2", signed(start), block(differences(jitter), 9_997_000, 4, 1000)), jitter
    gap = times + [time + 60_000_000_000 for time in times]
    yield "a gap as an exception", column("times", 12, b"\2", signed(start), block(differences(gap), 10_000_000, 0, 1, [5], 37)), gap
    ends = [-1 << 63, (1 << 63) - 1]
    yield "ends of time", column("times", 2, b"\1", block(ends, -1 << 63, 64)), ends
    yield "ends of time by delta", column("times", 2, b"\2", signed(ends[0]), block(differences(ends), -1, 0)), ends

    yield "constant integer over two vectors", column("integers", 1025, b"\0", signed(-5), b"\0", signed(7)), [-5] * 1024 + [7]
    small = [3, 1, 4, 1, 5, 9, 2, 6, 5, 3, 5]
    yield "packed integers", column("integers", 11, b"\1", block(small, 1, 4)), small
    for width in (1, 7, 8, 9, 31, 56, 57, 58, 63, 64):
        values = [(0x9E3779B97F4A7C15 * (index + 1) & MASK) >> (64 - width) for index in range(19)]
        yield f"fields of {width} bits", column("integers", 19, b"\1", block(values, 0, width)), [twos(value) for value in values]
    noise = [(index * index * 7919 >> 3) % 5 - 2 if index % 50 else 1000 * index for index in range(200)]
    yield "coded integers", column("integers", 200, b"\1", coded(noise, 0, 6)), noise
    walk = [12 * sum(noise[:index]) for index in range(203)]
    yield "coded differences of multiples of 12", column("integers", 203, b"\2", signed(walk[0]), coded(differences(walk), 12, 7, 12)), walk
    widths = [(0x9E3779B97F4A7C15 * (index + 1) & MASK) >> (23 + index % 40) for index in range(1024)]
    yield "coded fields of up to 42 bits", column("integers", 1024, b"\1", coded(widths, 0, 9)), widths
    yield "coded fields of one class", column("integers", 5, b"\1", coded([-3, -3, -3, -3, -3], 0, 5)), [-3] * 5
    counter = [index % 16 for index in range(1024)]
    wraps = [index for index in range(1023) if index % 16 == 15]
    yield "a rolling counter", column("integers", 1024, b"\2", signed(0), block(differences(counter), 1, 0, 1, wraps, 5)), counter
    flags = [0, 1, 3, 1, 0, 128, 129]
    yield "flags by xor", column("integers", 7, b"\4", signed(0), block([a ^ b for a, b in zip(flags, flags[1:])], 1, 8)), flags
    lengths = [300, 1, 723]
    yield "runs of packed integers", column("integers", 1024, b"\5", varint(3), b"\1", block([10, -1, 4], -1, 4), block(lengths, 1, 10)), [10] * 300 + [-1] + [4] * 723
    yield "runs of constant steps", column("integers", 1024, b"\5", varint(3), b"\2", signed(10), block([5, 5], 5, 0), block(lengths, 1, 10)), [10] * 300 + [15] + [20] * 723

    yield "no doubles", column("doubles", 0), []
    special = [0.0, -0.0, float("inf"), float("-inf"), 5e-324, 1.7976931348623157e308]
    yield "raw doubles", column("doubles", 7, b"\x08", f64(*special), struct.pack("<Q", 0x7FF0DEADBEEF0001)), \
        [bits_of(value) for value in special] + [0x7FF0DEADBEEF0001]
    yield "hundredths", column("doubles", 4, b"\x09", bytes([3]), b"\1", block([2150, 2151, -7, 0], -7, 12)), [bits_of(value) for value in (21.5, 21.51, -0.07, 0.0)]
    yield "hundredths by 14 and 12", column("doubles", 4, b"\x09", bytes([14 * 15 // 2 + 12]), b"\1", block([2150, 2151, -7, 0], -7, 12)), [bits_of(value) for value in (21.5, 21.51, -0.07, 0.0)]
    yield "greatest pair", column("doubles", 2, b"\x09", bytes([189]), b"\0", signed(12345)), [bits_of(12345.0)] * 2
    raws = [9859, 9860, 12, 65535]
    computed = [raw * 0.01 + -67.67 for raw in raws]
    nearest = [round(value * 100) for value in computed]
    corrections = [twos(bits_of(value) - bits_of(decimal(near, 2, 0))) for value, near in zip(computed, nearest)]
    yield "computed hundredths, corrected", column(
        "doubles", 4, b"\x0a", bytes([3]), b"\1", block(nearest, min(nearest), 16), b"\1", block(corrections, min(corrections), 16)), [bits_of(value) for value in computed]
    yield "computed hundredths, linear", column("doubles", 4, b"\x0c", varint(1), bytes([2]), signed(-6767), b"\1", block(raws, 12, 16)), [bits_of(value) for value in computed]
    turned = [raw * 0.244 + -125.0 for raw in raws]
    yield "a scale of 0.244, linear", column("doubles", 4, b"\x0c", varint(244), bytes([3]), signed(-125000), b"\1", block(raws, 12, 16)), [bits_of(value) for value in turned]
    yield "negative zero and NaN, corrected", column(
        "doubles", 20, b"\x0a", bytes([1]), b"\0", signed(0), b"\1",
        block([-1 << 63] + [0] * 18 + [twos(0xFFF8000000000001)], 0, 0, 1, [0, 19], 64)), [1 << 63] + [0] * 18 + [0xFFF8000000000001]
    yield "single precision by bits", column(
        "doubles", 3, b"\x0b", bytes([52]), b"\4", signed(0x3FF), block([0x3FF ^ 0x400, 0x400 ^ 0x402], 0, 11)), [bits_of(value) for value in (1.0, 2.0, 8.0)]

    yield "false, then true", column("booleans", 1025, b"\x10", b"\x11"), [0] * 1024 + [1]
    pattern = [1, 0, 1, 1, 0, 0, 0, 1, 1]
    yield "bitmap", column("booleans", 9, b"\x12", bits(pattern, 1)), pattern
    yield "runs from false", column("booleans", 1000, b"\x13", varint(2), block([999, 1], 1, 10)), [0] * 999 + [1]
    yield "runs from true", column("booleans", 1000, b"\x14", varint(3), block([400, 200, 400], 200, 1, 200)), [1] * 400 + [0] * 200 + [1] * 400

    yield "no texts", column("texts", 0, varint(0)), []
    words = ["PARK", "", "äöü €", "\U0001F697"]
    encoded = [word.encode("utf-8") for word in words]
    sizes = [len(word) for word in encoded]
    yield "plain texts", column("texts", 4, varint(sum(sizes)), b"\x18", b"\1", block(sizes, 0, 4), *encoded), words
    places = [0, 1, 0, 2, 3, 3]
    yield "dictionary", column(
        "texts", 6, varint(sum(sizes[place] for place in places)), b"\x19", varint(4), b"\1", block(sizes, 0, 4), *encoded, b"\1", block(places, 0, 2)), [words[place] for place in places]
    yield "one word over two vectors", column("texts", 1025, varint(4 * 1025), b"\x19", varint(1), b"\0", signed(4), b"PARK", b"\0\0", b"\0\0"), ["PARK"] * 1025


def main(command):
    if command == "make":
        for name, data, values in golden():
            kind, decoded = decode(data)
            assert decoded == values, name
            print(f"# {name}\n{data.hex()}\n{show(kind, values)}")
    else:
        for line in sys.stdin:
            if line.strip():
                print(show(*decode(bytes.fromhex(line))))


main(sys.argv[1] if len(sys.argv) > 1 else "make")
