"""Takes the two libraries and the C headers out of a wheel of tensorflow-cpu: python3 unpack_tensorflow.py <wheel> <folder>."""
import os
import shutil
import sys
import zipfile

LIBRARIES = ('libtensorflow_cc.so.2', 'libtensorflow_framework.so.2')
HEADERS = (
    'tensorflow/include/tensorflow/c/',
    'tensorflow/include/tensorflow/core/platform/',
    'tensorflow/include/xla/tsl/',
    'tensorflow/include/tsl/',
    'tensorflow/include/external/local_xla/xla/tsl/',
)

wheel, folder = sys.argv[1:3]
with zipfile.ZipFile(wheel) as archive:
    for name in archive.namelist():
        if name in [f'tensorflow/{library}' for library in LIBRARIES]:
            target = os.path.join(folder, 'lib', os.path.basename(name))
        elif name.startswith(HEADERS) and name.endswith('.h'):
            target = os.path.join(folder, name.split('/', 1)[1])
        else:
            continue
        os.makedirs(os.path.dirname(target), exist_ok=True)
        with archive.open(name) as source, open(target, 'wb') as file:
            shutil.copyfileobj(source, file, 1 << 22)
